/* Builds what pages load, beside each file its compressed forms: node build.mjs FOLDER */

import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const outdir = process.argv[2];
const licence = "designsystemet-LICENSE.txt";
await build({
  entryPoints: ["patient.css", "staff.css", "page.js", "idle.js"],
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  legalComments: "none",
  banner: { css: `/* Holds parts of Designsystemet: ${licence} */` },
  // The oldest that know :has(), which the cards need.
  target: ["chrome105", "firefox121", "safari15.4"],
  logLevel: "warning",
});
for (const name of readdirSync(outdir)) {
  const content = readFileSync(join(outdir, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  writeFileSync(join(outdir, `${name}.br`), brotliCompressSync(content, quality));
  writeFileSync(join(outdir, `${name}.gz`), gzipSync(content, { level: 9 }));
}
copyFileSync("node_modules/@digdir/designsystemet-css/LICENSE", join(outdir, licence));
