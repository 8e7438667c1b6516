/* Python in a worker: fetches it, packed as it lies on the site, tells how far it is, and answers one question after
   another. To stop it, the page ends the worker. A module, because Pyodide runs in no other kind of worker. */
const base = new URL("../python/", import.meta.url);
const tell = (kind, data) => postMessage({ kind, data });
/* An address that changes with the file, so that a browser may keep what it has. */
let listed = {};
const address = (name) => new URL(`${name}?${listed[name].hash}`, base).href;

let loaded = 0;
let wanted = 0;

/* A file, counted as it comes. */
async function fetched(name) {
  const answer = await plainFetch(address(name));
  if (!answer.ok) throw new Error(`${name} could not be fetched: ${answer.status}`);
  const counter = new TransformStream({
    transform(piece, out) {
      loaded += piece.byteLength;
      tell("loading", { loaded, wanted });
      out.enqueue(piece);
    },
  });
  return answer.body.pipeThrough(counter);
}
const bytesOf = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

/* Pyodide asks for its WebAssembly by a name; it is given what is packed under another. */
const plainFetch = self.fetch.bind(self);
const GIVEN = {
  "pyodide.asm.wasm": async () => new Response(
    (await fetched("pyodide.asm.wasm.bin")).pipeThrough(new DecompressionStream("gzip")),
    { headers: { "Content-Type": "application/wasm" } },
  ),
  "python.zip": async () => new Response(await fetched("python.zip")),
};
self.fetch = (asked, ...rest) => {
  const given = GIVEN[new URL(asked.url ?? asked, base).pathname.split("/").pop()];
  return given ? given() : plainFetch(asked, ...rest);
};

const FIRST = ["pyodide.asm.wasm.bin", "python.zip", "library.zip.xz", "kldiv.tar.xz"];

async function begin() {
  listed = await (await plainFetch(new URL("files.json", base), { cache: "no-cache" })).json();
  wanted = FIRST.reduce((sum, name) => sum + listed[name].size, 0);
  const library = fetched("library.zip.xz").then(bytesOf);
  const own = fetched("kldiv.tar.xz").then(bytesOf);
  const [{ loadPyodide }, asm] = await Promise.all([import(address("pyodide.mjs")), import(address("pyodide.asm.mjs"))]);
  const python = await loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("python.zip", base).href,
    createPyodideModule: asm.default,
    lockFileContents: { info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.2", version: "314.0.7" }, packages: {} },
    env: { PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
  });
  tell("starting", {});
  python.globals.set("library", await library);
  python.globals.set("own", await own);
  python.runPython(UNPACK);
  return python;
}

/* The library stays one file, from which Python imports what it needs; the package becomes a folder. */
const UNPACK = `
import importlib, io, json, lzma, sys
with open("/library.zip", "wb") as out:
    out.write(lzma.decompress(library.to_bytes()))
sys.path[1:1] = ["/own", "/library.zip"]
import tarfile
def unpacked(content, folder):
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(content.to_bytes()))) as archive:
        archive.extractall(folder, filter="data")
unpacked(own, "/own")
importlib.invalidate_caches()
del library, own
from asked.answering import answer
def asked(question, given, tell):
    return json.dumps(answer(question, json.loads(given), lambda kind, data: tell(kind, json.dumps(data))))
`;

/* The package binds its balls when it is imported: once python-flint is there, it is imported anew. */
const WITH_BALLS = `
unpacked(balls, "/balls")
del balls
sys.path.insert(1, "/balls")
importlib.invalidate_caches()
for name in [name for name in sys.modules if name.partition(".")[0] in ("kldiv", "asked")]:
    del sys.modules[name]
from asked.answering import answer
`;

let python = null;
let balls = false;

async function addBalls() {
  if (balls) return;
  loaded = 0;
  wanted = listed["flint.tar.xz"].size;
  python.globals.set("balls", await bytesOf(await fetched("flint.tar.xz")));
  tell("starting", {});
  python.runPython(WITH_BALLS);
  balls = true;
}

/* One after the other, in the order in which they were asked. */
let queue = Promise.resolve();
onmessage = ({ data: { number, question, given } }) => {
  queue = queue.then(async () => {
    try {
      python ??= await begin();
      if (given.balls) await addBalls();
      tell("asked", { number, question });
      const said = python.globals.get("asked")(question, JSON.stringify(given), (kind, data) => tell(kind, JSON.parse(data)));
      postMessage({ kind: "answer", number, data: JSON.parse(said) });
    } catch (error) {
      postMessage({ kind: "failed", number, data: { error: String(error.message ?? error).trim().split("\n").pop() } });
    }
  });
};
tell("here", {});
