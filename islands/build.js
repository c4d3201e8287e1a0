// Builds the scripts of the pages into src/kipu/web/static, or into the folder that is named.
import { build } from "esbuild";
import { copyFile, readFile, writeFile } from "node:fs/promises";

const folder = process.argv[2] ?? "../src/kipu/web/static";
await build({
  entryPoints: ["kipu.ts", "timeline.ts", "network.ts", "map.ts"],
  bundle: true, minify: true, target: "es2022", format: "iife", charset: "utf8",
  legalComments: "none", outdir: folder,
});
await copyFile("node_modules/htmx.org/dist/htmx.min.js", `${folder}/htmx.js`);

// What else is in the built files, and in world.json, and under which licence.
const parts = ["htmx.org", "d3-force", "d3-dispatch", "d3-quadtree", "d3-timer", "world-atlas"];
const texts = [];
for (const name of parts) {
  const described = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const licence = await readFile(`node_modules/${name}/LICENSE`, "utf8");
  texts.push(`${name} ${described.version} (${described.license})\n\n${licence.trim()}\n`);
}
await writeFile(`${folder}/LICENCES.txt`, texts.join(`\n${"-".repeat(72)}\n\n`));
