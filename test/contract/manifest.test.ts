import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { z } from "zod";
import { COMMAND } from "../../src/slack/commands/handle-command.ts";
import { SLACK_PATH } from "../../src/slack/slack-app.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

const Manifest = z.looseObject({
  features: z.looseObject({
    bot_user: z.looseObject({ display_name: z.string() }),
    slash_commands: z.array(z.looseObject({ command: z.string(), url: z.string() })),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({
    interactivity: z.looseObject({ is_enabled: z.literal(true), request_url: z.string() }),
    event_subscriptions: z.unknown().optional(),
    socket_mode_enabled: z.literal(false),
  }),
});
const raw: unknown = parse(read("manifest.yml"));
const manifest = Manifest.parse(raw);

/** Slack's schema does not know which scopes there are, nor which method needs which. */
const SCOPE_OF: Readonly<Record<string, string | undefined>> = {
  "auth.test": undefined,
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "chat.postEphemeral": "chat:write",
  "views.open": undefined,
  "views.update": undefined,
};

function calledMethods(): string[] {
  const calls = read("src/slack/client.ts").matchAll(/\bweb\.(\w+)\.(\w+)\(/g);
  return [...new Set([...calls].map(([, family, name]) => `${family}.${name}`))];
}

describe("manifest.yml", () => {
  test("is valid by Slack's schema, and the schema finds a fault", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(read("test/contract/slack-manifest.schema.json")),
    );

    expect({ valid: validate(raw), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
    expect(validate({ ...manifest, display_information: { name: "x".repeat(36) } })).toBe(false);
  });

  test("has the one command that we answer", () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
  });

  test("sends everything to the path that we listen on, over https", () => {
    const urls = [
      ...manifest.features.slash_commands.map(({ url }) => url),
      manifest.settings.interactivity.request_url,
    ].map((url) => new URL(url));

    expect(urls.map(({ protocol }) => protocol)).toEqual(["https:", "https:"]);
    expect(urls.map(({ pathname }) => pathname)).toEqual([SLACK_PATH, SLACK_PATH]);
    expect(new Set(urls.map(({ host }) => host)).size).toBe(1);
  });

  test("asks for the scopes that our calls need, and for no others", () => {
    const methods = calledMethods();
    const needed = methods.flatMap((method) => SCOPE_OF[method] ?? []);

    expect(methods.filter((method) => !(method in SCOPE_OF))).toEqual([]);
    expect(methods).toContain("chat.postMessage");
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(
      [...new Set([...needed, "commands"])].toSorted(),
    );
  });

  test("subscribes to nothing that we do not listen to", () => {
    expect(read("src/slack/slack-app.ts")).not.toMatch(/bolt\.(event|message|shortcut)\(/);
    expect(manifest.settings.event_subscriptions).toBeUndefined();
  });

  test("each scope has its reason in the documents", () => {
    const docs = read("docs/slack-app.md");

    for (const scope of manifest.oauth_config.scopes.bot) {
      expect(docs).toMatch(new RegExp(`^\\| \`${scope}\` \\| .{20,}`, "m"));
    }
  });
});
