/* Python in a worker: fetches it, packed as it lies on the site, tells how far it is, and answers one question after
   another. To stop it, the page ends the worker. A module, because Pyodide runs in no other kind of worker. */
import { checked, forget, recalled, restoreFiles, taken } from "./memory.mjs";

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

/* Pyodide asks for its WebAssembly by a name. It is packed under another, and is being compiled by then. */
const plainFetch = self.fetch.bind(self);
let compiled = null;
let scripts = null;
function unpackedProgram(packed) {
  return new Response(packed.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": "application/wasm" } });
}
WebAssembly.instantiateStreaming = async (response, imports) => {
  const module = await compiled;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};
const GIVEN = {
  "pyodide.asm.wasm": async () => new Response(),
  "python.zip": async () => new Response(await fetched("python.zip")),
};
self.fetch = (asked, ...rest) => {
  const given = GIVEN[new URL(asked.url ?? asked, base).pathname.split("/").pop()];
  return given ? given() : plainFetch(asked, ...rest);
};

const PROGRAM = "pyodide.asm.wasm.bin";
const FIRST = [PROGRAM, "python.zip", "library.zip.xz", "kldiv.tar.xz"];

async function load({ memory = null, ...options }) {
  const [{ loadPyodide }, asm] = await scripts;
  return loadPyodide({
    indexURL: base.href,
    stdLibURL: new URL("python.zip", base).href,
    async createPyodideModule(settings) {
      const module = await asm.default(settings);
      // Pyodide copies a memory into its own without asking whether it fits.
      if (memory) module.growMemory((await memory).length);
      return module;
    },
    lockFileContents: { info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.2", version: "314.0.7" }, packages: {} },
    env: { PYTHONHASHSEED: "0" },
    stdout: () => {},
    stderr: () => {},
    _loadSnapshot: memory,
    ...options,
  });
}

/* The memory is taken after the first derivation of a formula of the site, when most of what is read once is read, and
   never after what a reader wrote; it is put away when nothing has been asked for a second, so that no answer waits. */
let version = "";
let taking = false;
let put = null;
let idle = 0;
function remember(python, question, given) {
  if (balls || given.own || question === "run") taking = false;
  if (taking && question === "derive") {
    taking = false;
    put = taken(python, version, ["/library.zip", "/own"]);
  }
  idle = setTimeout(() => {
    const now = put;
    put = null;
    if (now) plainFetch(address(PROGRAM)).then((answer) => now(unpackedProgram(answer.body)), () => {});
  }, 1000);
}

async function begin() {
  const asked = (cache) => plainFetch(new URL("files.json", base), { cache }).then((answer) => answer.json());
  const [list, kept] = await Promise.all([asked("no-cache").catch(() => asked("force-cache")), recalled()]);
  listed = list;
  version = ["worker", ...FIRST].map((name) => listed[name].hash).join("-");
  scripts = Promise.all([import(address("pyodide.mjs")), import(address("pyodide.asm.mjs"))]);
  if (kept?.version === version) {
    try {
      return await goOn(kept);
    } catch {
      await forget(); // whatever was wrong with it: Python can start
    }
  }
  return startAnew();
}

/* What fails before it is waited for is no error of its own. */
function early(promise) {
  promise.catch(() => {});
  return promise;
}

async function goOn(kept) {
  wanted = listed["python.zip"].size;
  compiled = early(WebAssembly.compileStreaming(kept.program));
  const memory = early(checked(kept.memory, kept.lengths.memory));
  const files = early(checked(kept.files, kept.lengths.files));
  const python = await load({ memory });
  await restoreFiles(python, { ...kept, files });
  python.runPython("import random; random.seed()"); // else every page would draw the same numbers
  return python;
}

async function startAnew() {
  wanted = FIRST.reduce((sum, name) => sum + listed[name].size, 0);
  compiled = WebAssembly.compileStreaming(fetched(PROGRAM).then(unpackedProgram));
  const packed = ["library.zip.xz", "kldiv.tar.xz"].map((name) => fetched(name).then(bytesOf));
  const python = await load({ _makeSnapshot: true });
  tell("starting", {});
  const [library, own] = await Promise.all(packed);
  python.FS.writeFile("/library.zip.xz", library);
  python.FS.writeFile("/own.tar.xz", own);
  python.runPython(UNPACK);
  taking = true;
  return python;
}

/* The library stays one file, from which Python imports what it needs; the package becomes a folder. */
const UNPACK = `
import importlib, json, lzma, os, shutil, sys
with lzma.open("/library.zip.xz") as packed, open("/library.zip", "wb") as out:
    shutil.copyfileobj(packed, out)
os.remove("/library.zip.xz")
sys.path[1:1] = ["/own", "/library.zip"]
import tarfile
def unpacked(archive, folder):
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    os.remove(archive)
unpacked("/own.tar.xz", "/own")
importlib.invalidate_caches()
from asked.answering import answer
def asked(question, given, tell):
    return json.dumps(answer(question, json.loads(given), lambda kind, data: tell(kind, json.dumps(data))))
`;

/* The package binds its balls when it is imported: once python-flint is there, it is imported anew. */
const WITH_BALLS = `
unpacked("/balls.tar.xz", "/balls")
sys.path.insert(1, "/balls")
importlib.invalidate_caches()
for name in [name for name in sys.modules if name.partition(".")[0] in ("kldiv", "asked")]:
    del sys.modules[name]
from asked.answering import answer
`;

let balls = false;

async function addBalls(python) {
  if (balls) return;
  loaded = 0;
  wanted = listed["flint.tar.xz"].size;
  python.FS.writeFile("/balls.tar.xz", await bytesOf(await fetched("flint.tar.xz")));
  tell("starting", {});
  python.runPython(WITH_BALLS);
  balls = true;
}

/* Ask Python, leaving nothing of the question in its memory. */
function asked(python, question, given) {
  const ask = python.globals.get("asked");
  try {
    return JSON.parse(ask(question, JSON.stringify(given), (kind, data) => tell(kind, JSON.parse(data))));
  } finally {
    ask.destroy();
  }
}

/* Python starts with the worker; questions are answered one after the other, in the order in which they were asked. */
const started = begin();
let queue = started.catch(() => {}); // that is said to whoever asks
onmessage = ({ data: { number, question, given } }) => {
  clearTimeout(idle);
  queue = queue.then(async () => {
    try {
      const python = await started;
      if (given.balls) await addBalls(python);
      tell("asked", { number, question });
      const said = asked(python, question, given);
      postMessage({ kind: "answer", number, data: said });
      remember(python, question, given);
    } catch (error) {
      postMessage({ kind: "failed", number, data: { error: String(error.message ?? error).trim().split("\n").pop() } });
    }
  });
};
tell("here", {});
