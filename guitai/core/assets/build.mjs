// Writes guitai/static_built/: the style sheet, govuk-frontend's module, our modules and drawings. Run by `npm run build`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const out = join(root, "guitai", "static_built", "kit");
const govuk = dirname(createRequire(import.meta.url).resolve("govuk-frontend/package.json"));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const sheet = compile(join(here, "scss", "kit.scss"), {
  loadPaths: [join(root, "node_modules")],
  quietDeps: true,
  style: "compressed",
  charset: false,
});
writeFileSync(join(out, "kit.css"), sheet.css);

const trimmed = readFileSync(join(govuk, "dist", "govuk", "govuk-frontend.min.js"), "utf8").replace(/\n\/\/# sourceMappingURL=.*/, "");
writeFileSync(join(out, "govuk-frontend.js"), trimmed);
cpSync(join(here, "js"), out, { recursive: true });
cpSync(join(here, "images"), out, { recursive: true });
