import { z } from "zod";
import { AppError } from "./domain/errors.ts";
import { ChannelId } from "./domain/ids.ts";
import {
  Address,
  AllowedIds,
  List,
  Port,
  PostsPerSecond,
  SigningSecret,
} from "./setting-values.ts";

/** One setting as the documents and the error messages describe it. */
export interface SettingInfo {
  readonly about: string;
  readonly example: string;
  /** As text; absent: the setting must be given, unless it is optional. */
  readonly default?: string;
  readonly optional?: boolean;
  /** Must be given unless this other setting is. */
  readonly unless?: string;
  readonly secret?: boolean;
}

const Settings = z.object({
  SLACK_BOT_TOKEN: z.string().regex(/^xoxb-\S+$/, "must start with xoxb-"),
  SLACK_SIGNING_SECRET: SigningSecret,
  SLACK_APP_TOKEN: z.undefined().optional(),
  SLACK_CHANNEL: z
    .string()
    .regex(/^[CGD][A-Z0-9]{2,}$/, "must be a channel's id, not its name")
    .pipe(ChannelId),
  SLACK_API_URL: Address,
  SLACK_POSTS_PER_SECOND: PostsPerSecond,
  ADOBE_CLIENT_ID: z.string().regex(/^\S+$/, "must not contain spaces"),
  ADOBE_ORG_ID: z.string().regex(/^\S+$/, "must not contain spaces").optional(),
  ADOBE_KEYS_URL: Address,
  ADOBE_CLIENT_SECRET: List.optional(),
  ADOBE_SCOPES: List,
  ADOBE_IMS_URL: Address,
  ADOBE_PLATFORM_URL: Address,
  ADOBE_JOURNAL_URL: Address.optional(),
  DATA_DIR: z.string(),
  PORT: Port,
  HOST: z.string(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"], {
    error: "must be debug, info, warn, error or silent",
  }),
  FLOWRUN_RETRY_ALLOWED: AllowedIds.optional(),
});
type SettingName = keyof z.input<typeof Settings>;

/** With an app token Slack sends over a connection that we open, and signs nothing. */
const SocketModeSettings = Settings.extend({
  SLACK_SIGNING_SECRET: SigningSecret.optional(),
  SLACK_APP_TOKEN: z.string().regex(/^xapp-\S+$/, "must start with xapp-"),
});
type Given = z.output<typeof Settings> | z.output<typeof SocketModeSettings>;

/** Every setting, in the order of the documents. */
export const SETTINGS = {
  SLACK_BOT_TOKEN: {
    about: "The bot token of the Slack app (OAuth & Permissions)",
    example: "xoxb-1234-5678-abcdef",
    secret: true,
  },
  SLACK_SIGNING_SECRET: {
    about:
      "Proves that a request comes from Slack (Basic Information); not needed with SLACK_APP_TOKEN",
    example: "8f742231b10e8888abcd99yyyzzz85a5",
    unless: "SLACK_APP_TOKEN",
    secret: true,
  },
  SLACK_APP_TOKEN: {
    about: "Switches Socket Mode on: Slack needs no public address (Basic Information, App-Level)",
    example: "xapp-1-A0123456789-1234-abcdef",
    optional: true,
    secret: true,
  },
  SLACK_CHANNEL: {
    about: "The id of the channel that hears of every alert; invite the bot to it",
    example: "C0123456789",
  },
  SLACK_API_URL: {
    about: "Where Slack's Web API is",
    example: "https://slack.com/api/",
    default: "https://slack.com/api/",
  },
  SLACK_POSTS_PER_SECOND: {
    about: "The most messages a second that are posted in one channel",
    example: "1",
    default: "1",
  },
  ADOBE_CLIENT_ID: {
    about: "The client id of the Developer Console project; notifications for others are refused",
    example: "4f2a9c0e8d7b4c1f9a3e5d6c7b8a9f0e",
  },
  ADOBE_ORG_ID: {
    about: "Your IMS organisation; needed for notifications that state no recipient",
    example: "5C1328435BF324E90A49402A@AdobeOrg",
    optional: true,
  },
  ADOBE_KEYS_URL: {
    about: "Where Adobe publishes the keys that it signs with",
    example: "https://static.adobeioevents.com",
    default: "https://static.adobeioevents.com",
  },
  ADOBE_CLIENT_SECRET: {
    about:
      "The credential's secret, two with a comma while one replaces the other; with it, cards show names",
    example: "p8e-Abc123dEf456",
    optional: true,
    secret: true,
  },
  ADOBE_SCOPES: {
    about: "The scopes of the credential, as the Developer Console shows them",
    example: "openid,AdobeID,read_organizations,additional_info.projectedProductContext",
    default: "openid,AdobeID,read_organizations,additional_info.projectedProductContext",
  },
  ADOBE_IMS_URL: {
    about: "Where Adobe issues access tokens",
    example: "https://ims-na1.adobelogin.com",
    default: "https://ims-na1.adobelogin.com",
  },
  ADOBE_PLATFORM_URL: {
    about: "Where the APIs of Adobe Experience Platform are",
    example: "https://platform.adobe.io",
    default: "https://platform.adobe.io",
  },
  ADOBE_JOURNAL_URL: {
    about: "The registration's journal, read for what the webhook did not bring",
    example: "https://events-va6.adobe.io/events/organizations/5C1328/integrations/4f2a9c/8e7d6c5b",
    optional: true,
  },
  DATA_DIR: {
    about: "The folder that holds everything Flowrun remembers",
    example: "/var/lib/flowrun",
    default: "./data",
  },
  PORT: { about: "The port to listen on", example: "3000", default: "3000" },
  HOST: { about: "The address to listen on", example: "127.0.0.1", default: "0.0.0.0" },
  LOG_LEVEL: {
    about: "How much is logged: debug, info, warn, error or silent",
    example: "info",
    default: "info",
  },
  FLOWRUN_RETRY_ALLOWED: {
    about:
      "Who may retry runs and test connections: ids of people and user groups in Slack, with commas; without it the members of SLACK_CHANNEL",
    example: "U0123456789,S0123456789",
    optional: true,
  },
} satisfies Record<SettingName, SettingInfo>;

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
      ...(settings.ADOBE_ORG_ID === undefined ? {} : { orgId: settings.ADOBE_ORG_ID }),
      keysUrl: settings.ADOBE_KEYS_URL,
      ...apiAccess(settings),
      ...(settings.ADOBE_JOURNAL_URL === undefined
        ? {}
        : { journalUrl: settings.ADOBE_JOURNAL_URL }),
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
