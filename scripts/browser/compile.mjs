/* Compiles Python sources by the very interpreter that the browser will run, since bytecode belongs to one version.
   Called as: node compile.mjs FOLDER-OF-PYODIDE FOLDER-TO-COMPILE
   Each .py in the folder gets a .pyc beside it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: pyodide, env: { PYTHONHASHSEED: "0" } });
python.FS.mkdirTree("/sources");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/sources");
python.runPython(readFileSync(join(dirname(process.argv[1]), "compile_all.py"), "utf8"));
python.globals.get("compile_all")("/sources");
