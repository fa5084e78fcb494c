import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { AppsManifestValidateArguments } from "@slack/web-api";
import { parse } from "yaml";
import { z } from "zod";
import { COMMAND } from "../../src/slack/commands/handle-command.ts";
import { SLACK_PATH } from "../../src/slack/http-receiver.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

const Url = z.url({ protocol: /^https$/ });

/**
 * The part of Slack's manifest that we use, with the limits that Slack states; nothing else may
 * stand in it. Slack's own published type is compared below when this file is compiled.
 */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({
      display_name: z.string().min(1).max(80),
      always_online: z.boolean(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          url: Url,
          description: z.string().max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: Url }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.boolean(),
  }),
});
const raw: unknown = parse(read("manifest.yml"));
const manifest = Manifest.parse(raw);
// Does not compile when Slack names or types a field differently. Scopes are a closed list there.
manifest satisfies Omit<AppsManifestValidateArguments["manifest"], "oauth_config">;

/** Which of our calls needs which scope. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history"],
  "conversations.replies": ["channels:history", "groups:history"],
  // Of a public channel and of a private one.
  "conversations.members": ["channels:read", "groups:read"],
  "usergroups.users.list": ["usergroups:read"],
  "views.open": [],
  "views.update": [],
};

function calledMethods(): string[] {
  const calls = `${read("src/slack/client.ts")}${read("src/slack/read-back.ts")}`.matchAll(
    /\bweb\.((?:\w+\.)+\w+)\(/g,
  );
  return [...new Set([...calls].map(([, name = ""]) => name))];
}

describe("manifest.socket.yml", () => {
  const socket: unknown = parse(read("manifest.socket.yml"));

  test("is manifest.yml without addresses and with Socket Mode on, and nothing else", () => {
    const { features, settings } = manifest;
    const withoutUrls = features.slash_commands.map(({ url: _url, ...command }) => command);

    expect(socket).toEqual({
      ...manifest,
      features: { ...features, slash_commands: withoutUrls },
      settings: { ...settings, interactivity: { is_enabled: true }, socket_mode_enabled: true },
    });
  });

  test("needs the scope of the app-level token in its documents, not in itself", () => {
    expect(read("docs/slack-app.md")).toContain("`connections:write`");
    expect(manifest.oauth_config.scopes.bot).not.toContain("connections:write");
  });
});

describe("manifest.yml", () => {
  test("keeps Slack's limits, and the check finds a fault", () => {
    const { display_information: info } = manifest;
    const tooLong = { ...manifest, display_information: { ...info, name: "x".repeat(36) } };

    expect(Manifest.safeParse(raw).success).toBe(true);
    expect(Manifest.safeParse(tooLong).success).toBe(false);
    expect(Manifest.safeParse({ ...manifest, feature: {} }).success).toBe(false);
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
    const needed = methods.flatMap((method) => SCOPES_OF[method] ?? []);

    expect(methods.filter((method) => !(method in SCOPES_OF))).toEqual([]);
    expect(methods).toContain("chat.postMessage");
    expect(methods).toContain("usergroups.users.list");
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(
      [...new Set([...needed, "commands"])].toSorted(),
    );
  });

  test("subscribes to nothing that we do not listen to", () => {
    expect(read("src/slack/slack-app.ts")).not.toMatch(/bolt\.(event|message)\(/);
    expect(manifest.settings).not.toHaveProperty("event_subscriptions");
  });

  test("each scope has its reason in the documents", () => {
    const docs = read("docs/slack-app.md");

    for (const scope of manifest.oauth_config.scopes.bot) {
      expect(docs).toMatch(new RegExp(`^\\| \`${scope}\` \\| .{20,}`, "m"));
    }
  });
});
