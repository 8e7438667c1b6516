/* Python's memory as it is when all is imported, and the files it reads besides: kept in the browser, so that on the
   next page Python goes on from there instead of starting again. Without room for it, every page starts anew. */
const place = `python of ${new URL("../", import.meta.url)}`;
const PARTS = ["index", "files", "memory", "program"];
const address = (part) => new URL(`../python/kept-${part}`, import.meta.url);

/* So much is a burden to a small phone. */
const roomy = Boolean(self.caches) && (navigator.deviceMemory ?? 8) >= 4;

function below(files, folder) {
  return files.readdir(folder).filter((name) => !/^\.\.?$/.test(name)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return files.isDir(files.stat(path).mode) ? below(files, path) : [path];
  });
}

/* What is kept, and of which version, its contents still being read; or null. */
export async function recalled() {
  if (!roomy) return null;
  try {
    const cache = await caches.open(place);
    const found = await Promise.all(PARTS.map((part) => cache.match(address(part))));
    if (!found.every(Boolean)) return null;
    const [index, files, memory, program] = found;
    const bytes = async (answer) => new Uint8Array(await answer.arrayBuffer());
    return { ...await index.json(), files: bytes(files), memory: bytes(memory), program };
  } catch {
    return null; // a browser that keeps nothing, as in a private window
  }
}

/* What was read, if it is as long as it was: a browser that is short of room may keep a part. */
export async function checked(read, length) {
  const bytes = await read;
  if (bytes.length !== length) throw new Error("not all of Python's memory was kept");
  return bytes;
}

/* Put the files where Python left them. */
export async function restoreFiles(python, { sizes, files }) {
  const contents = await files;
  let at = 0;
  for (const [path, size] of sizes) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    python.FS.writeFile(path, contents.subarray(at, at + size));
    at += size;
  }
}

/* Take the memory now, and return what keeps it beside the program, or null: that takes a while, and can wait until the
   reader has an answer. */
export function taken(python, version, paths) {
  if (!roomy) return null;
  let memory = null;
  try {
    memory = python.makeMemorySnapshot();
  } catch {
    return null; // something of the page's is held in it, or there is no room
  }
  const all = paths.flatMap((path) => (python.FS.isDir(python.FS.stat(path).mode) ? below(python.FS, path) : [path]));
  const contents = all.map((path) => python.FS.readFile(path));
  const sizes = all.map((path, at) => [path, contents[at].length]);
  const lengths = { memory: memory.length, files: sizes.reduce((sum, [, size]) => sum + size, 0) };
  return async (program) => {
    try {
      await forget(); // of an older version
      const cache = await caches.open(place);
      await cache.put(address("index"), Response.json({ version, sizes, lengths }));
      await cache.put(address("files"), new Response(new Blob(contents)));
      await cache.put(address("memory"), new Response(memory));
      await cache.put(address("program"), program);
    } catch {
      await forget(); // half of it is worth nothing
    }
  };
}

export async function forget() {
  try { await caches.delete(place); } catch { /* nothing was kept */ }
}
