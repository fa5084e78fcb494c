import type { z } from "zod";
import { AppError } from "./domain/errors.ts";
import type { ChannelId } from "./domain/ids.ts";
import type { AllowedIds } from "./setting-values.ts";
import {
  type Given,
  SETTINGS,
  type SettingInfo,
  Settings,
  SocketModeSettings,
} from "./settings.ts";

export type SlackTransport =
  | { readonly kind: "http"; readonly signingSecret: string }
  | { readonly kind: "socket"; readonly appToken: string };

export interface Config {
  readonly slack: {
    readonly botToken: string;
    /** How commands, presses and submissions come. */
    readonly transport: SlackTransport;
    readonly channel: ChannelId;
    /** Ends in a slash. */
    readonly apiUrl: string;
    readonly postsPerSecond: number;
    /** Who may retry runs; absent: the members of the channel. */
    readonly retryAllowed?: z.output<typeof AllowedIds>;
  };
  readonly adobe: {
    readonly clientId: string;
    /** Beside `clientId`. */
    readonly allowedClientIds: readonly string[];
    readonly orgId?: string;
    readonly keysUrl: string;
    /** Absent: nothing is asked of Adobe's APIs. */
    readonly api?: {
      readonly clientSecrets: readonly string[];
      readonly scopes: readonly string[];
      readonly orgId: string;
      readonly imsUrl: string;
      readonly platformUrl: string;
    };
    readonly journalUrl?: string;
    /** Between two readings while the webhook works. */
    readonly journalEveryMs: number;
    readonly registrationUrl?: string;
  };
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  readonly logLevel: z.infer<typeof Settings>["LOG_LEVEL"];
}

/**
 * Turns the environment into a typed configuration.
 * @throws AppError `bad_settings`, one message that names every fault; never a value, it may be secret.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = givenOrDefault(env);
  const parsed =
    given["SLACK_APP_TOKEN"] === undefined
      ? Settings.superRefine(checkTogether).safeParse(given)
      : SocketModeSettings.superRefine(checkTogether).safeParse(given);
  if (!parsed.success) throw new AppError("bad_settings", describeFaults(parsed.error.issues));
  return toConfig(parsed.data);
}

/** What must never appear in a log. */
export function secretsOf({ slack, adobe }: Config): readonly string[] {
  const { transport } = slack;
  const secret = transport.kind === "http" ? transport.signingSecret : transport.appToken;
  return [slack.botToken, secret, ...(adobe.api?.clientSecrets ?? [])];
}

function givenOrDefault(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const infos: [string, SettingInfo][] = Object.entries(SETTINGS);
  return Object.fromEntries(
    infos.map(([name, info]) => {
      const given = env[name]?.trim();
      return [name, given === undefined || given === "" ? info.default : given];
    }),
  );
}

function describeFaults(issues: readonly z.core.$ZodIssue[]): string {
  const infos: Readonly<Record<string, SettingInfo>> = SETTINGS;
  const faults = issues.map((issue) => {
    const name = String(issue.path[0]);
    const info = infos[name];
    const wrong = issue.code === "invalid_type" ? "is not set" : issue.message;
    return `  ${name} ${wrong}. ${info?.about ?? ""}. Example: ${name}=${info?.example ?? ""}`;
  });
  const count = faults.length === 1 ? "1 setting is" : `${faults.length} settings are`;
  return `${count} wrong:\n${faults.join("\n")}`;
}

function toTransport(settings: Given): SlackTransport {
  return settings.SLACK_APP_TOKEN === undefined
    ? { kind: "http", signingSecret: settings.SLACK_SIGNING_SECRET }
    : { kind: "socket", appToken: settings.SLACK_APP_TOKEN };
}

function toConfig(settings: Given): Config {
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      transport: toTransport(settings),
      channel: settings.SLACK_CHANNEL,
      apiUrl: settings.SLACK_API_URL.endsWith("/")
        ? settings.SLACK_API_URL
        : `${settings.SLACK_API_URL}/`,
      postsPerSecond: settings.SLACK_POSTS_PER_SECOND,
      ...(settings.FLOWRUN_RETRY_ALLOWED === undefined
        ? {}
        : { retryAllowed: settings.FLOWRUN_RETRY_ALLOWED }),
    },
    adobe: {
      clientId: settings.ADOBE_CLIENT_ID,
      allowedClientIds: settings.ADOBE_ALLOWED_CLIENT_IDS ?? [],
      ...(settings.ADOBE_ORG_ID === undefined ? {} : { orgId: settings.ADOBE_ORG_ID }),
      keysUrl: settings.ADOBE_KEYS_URL,
      ...apiAccess(settings),
      ...(settings.ADOBE_JOURNAL_URL === undefined
        ? {}
        : { journalUrl: settings.ADOBE_JOURNAL_URL }),
      journalEveryMs: settings.ADOBE_JOURNAL_SECONDS * 1_000,
      ...(settings.ADOBE_REGISTRATION_URL === undefined
        ? {}
        : { registrationUrl: settings.ADOBE_REGISTRATION_URL }),
    },
    dataDir: settings.DATA_DIR,
    port: settings.PORT,
    host: settings.HOST,
    logLevel: settings.LOG_LEVEL,
  };
}

/** Adobe's APIs want to know for which organisation they are asked. */
type ApiSettings = Pick<Given, "ADOBE_CLIENT_SECRET" | "ADOBE_ORG_ID">;

function checkTogether(settings: ApiSettings, context: z.RefinementCtx): void {
  if (settings.ADOBE_CLIENT_SECRET === undefined || settings.ADOBE_ORG_ID !== undefined) return;
  const message = "is not set, and is needed where ADOBE_CLIENT_SECRET is";
  context.addIssue({ code: "custom", path: ["ADOBE_ORG_ID"], message });
}

function apiAccess(settings: Given): Pick<Config["adobe"], "api"> {
  const { ADOBE_CLIENT_SECRET: clientSecrets, ADOBE_ORG_ID: orgId } = settings;
  if (clientSecrets === undefined || orgId === undefined) return {};
  return {
    api: {
      clientSecrets,
      orgId,
      scopes: settings.ADOBE_SCOPES,
      imsUrl: settings.ADOBE_IMS_URL,
      platformUrl: settings.ADOBE_PLATFORM_URL,
    },
  };
}
