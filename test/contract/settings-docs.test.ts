import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "@jest/globals";
import { loadConfig } from "../../src/config.ts";
import { SETTINGS, type SettingInfo } from "../../src/settings.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const infos: [string, SettingInfo][] = Object.entries(SETTINGS);

test("the README's table is the settings, in their order, with their defaults and words", () => {
  const rows = [...read("README.md").matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$/gm)];

  expect(rows.map(([, name, value, about]) => [name, value, about])).toEqual(
    infos.map(([name, info]) => [name, defaultInWords(info), info.about]),
  );
});

function defaultInWords(info: SettingInfo): string {
  if (info.unless !== undefined) return `required without \`${info.unless}\``;
  if (info.default !== undefined) return `\`${info.default}\``;
  return info.optional === true ? "none" : "required";
}

test(".env.example names every setting: required ones empty, the others commented out with their default", () => {
  const text = read(".env.example");
  const lines = [...text.matchAll(/^(# )?([A-Z_]+)=(.*)$/gm)];

  expect(lines.map(([, , name]) => name)).toEqual(infos.map(([name]) => name));
  for (const [, comment, name = "", value] of lines) {
    const info = infos.find(([known]) => known === name)?.[1];
    const required = info?.default === undefined && info?.optional !== true;
    expect({ name, commented: comment !== undefined, value }).toEqual({
      name,
      commented: !required,
      value: info?.default ?? "",
    });
  }
});

test(".env.example with its required settings filled in is a configuration", () => {
  const example = Object.fromEntries(
    Object.keys(parseEnv(read(".env.example"))).map((name) => [
      name,
      infos.find(([known]) => known === name)?.[1].example ?? "",
    ]),
  );

  expect(loadConfig(example)).toMatchObject({ port: 3000, dataDir: "./data" });
});

test("the example of each setting is a right value", () => {
  const examples = Object.fromEntries(infos.map(([name, info]) => [name, info.example]));

  expect(() => loadConfig(examples)).not.toThrow();
});
