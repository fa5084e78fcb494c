import { z } from "zod";
import { ChannelId } from "./domain/ids.ts";
import {
  Address,
  AllowedIds,
  JournalSeconds,
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

export const Settings = z.object({
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
  ADOBE_ALLOWED_CLIENT_IDS: List.optional(),
  ADOBE_ORG_ID: z.string().regex(/^\S+$/, "must not contain spaces").optional(),
  ADOBE_KEYS_URL: Address,
  ADOBE_CLIENT_SECRET: List.optional(),
  ADOBE_SCOPES: List,
  ADOBE_IMS_URL: Address,
  ADOBE_PLATFORM_URL: Address,
  ADOBE_JOURNAL_URL: Address.optional(),
  ADOBE_JOURNAL_SECONDS: JournalSeconds,
  ADOBE_REGISTRATION_URL: Address.optional(),
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
export const SocketModeSettings = Settings.extend({
  SLACK_SIGNING_SECRET: SigningSecret.optional(),
  SLACK_APP_TOKEN: z.string().regex(/^xapp-\S+$/, "must start with xapp-"),
});
export type Given = z.output<typeof Settings> | z.output<typeof SocketModeSettings>;

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
  ADOBE_ALLOWED_CLIENT_IDS: {
    about:
      "Client ids of further projects whose notifications are accepted too, with commas between them",
    example: "9b1d7c3e5a2f4e6d8c0b1a2f3e4d5c6b,0c4e8a6d2b1f4c3e9d7a5b8f6e1c2d3a",
    optional: true,
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
      "The credential's secret, two with a comma while one replaces the other; with it, cards show names and diagnostics",
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
  ADOBE_JOURNAL_SECONDS: {
    about:
      "How often the journal is read while the webhook works; so long may the webhook be silent",
    example: "300",
    default: "300",
  },
  ADOBE_REGISTRATION_URL: {
    about: "The registration in the I/O Events API; asked for its state when the webhook is silent",
    example: "https://api.adobe.io/events/1234/5678/9012/registrations/8e7d6c5b",
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
