import { describe, expect, test } from "@jest/globals";
import { loadConfig, secretsOf } from "../../src/config.ts";
import { AppError } from "../../src/domain/errors.ts";
import { SETTINGS } from "../../src/settings.ts";

const BOT_TOKEN = "xoxb-1234-5678-very-secret";
const SIGNING_SECRET = "another-secret-thing";

const REQUIRED = {
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_CHANNEL: "C0123456789",
  ADOBE_CLIENT_ID: "our-client-id",
};

type Env = Readonly<Record<string, string | undefined>>;

function faultOf(env: Env): AppError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("the settings were accepted");
}

test("what must be given is enough; all else has its default", () => {
  expect(loadConfig(REQUIRED)).toEqual({
    slack: {
      botToken: BOT_TOKEN,
      transport: { kind: "http", signingSecret: SIGNING_SECRET },
      channel: "C0123456789",
      apiUrl: "https://slack.com/api/",
      postsPerSecond: 1,
    },
    adobe: {
      clientId: "our-client-id",
      allowedClientIds: [],
      keysUrl: "https://static.adobeioevents.com",
      journalEveryMs: 300_000,
    },
    dataDir: "./data",
    port: 3000,
    host: "0.0.0.0",
    logLevel: "info",
  });
});

test("everything that is given is taken over", () => {
  const config = loadConfig({
    ...REQUIRED,
    SLACK_API_URL: "https://slack.example/api/",
    SLACK_POSTS_PER_SECOND: "0.5",
    ADOBE_ORG_ID: "OURS@AdobeOrg",
    ADOBE_ALLOWED_CLIENT_IDS: "second-client , third-client",
    ADOBE_KEYS_URL: "https://keys.example",
    DATA_DIR: "/var/lib/flowrun",
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
  });

  expect(config.slack).toMatchObject({ apiUrl: "https://slack.example/api/", postsPerSecond: 0.5 });
  expect(config.adobe).toMatchObject({ orgId: "OURS@AdobeOrg", keysUrl: "https://keys.example" });
  expect(config.adobe.allowedClientIds).toEqual(["second-client", "third-client"]);
  expect(config).toMatchObject({
    dataDir: "/var/lib/flowrun",
    port: 0,
    host: "127.0.0.1",
    logLevel: "debug",
  });
});

test.each(["", "   ", undefined])("%j counts as not set", (blank) => {
  expect(faultOf({ ...REQUIRED, SLACK_BOT_TOKEN: blank }).message).toContain(
    "SLACK_BOT_TOKEN is not set",
  );
  const optional = { ADOBE_ORG_ID: blank, PORT: blank, LOG_LEVEL: blank, SLACK_API_URL: blank };
  expect(loadConfig({ ...REQUIRED, ...optional })).toEqual(loadConfig(REQUIRED));
});

test("blanks around a value are not part of it", () => {
  expect(loadConfig({ ...REQUIRED, SLACK_BOT_TOKEN: ` ${BOT_TOKEN}\n` }).slack.botToken).toBe(
    BOT_TOKEN,
  );
});

test("settings that are not ours are left alone", () => {
  expect(loadConfig({ ...REQUIRED, PATH: "/bin", SLACK_APP_NAME: "x" })).toEqual(
    loadConfig(REQUIRED),
  );
});

test("an app token switches Socket Mode on, and then no signing secret is needed", () => {
  const { SLACK_SIGNING_SECRET: _none, ...env } = REQUIRED;
  const socket = { kind: "socket", appToken: "xapp-1-x" };

  expect(loadConfig({ ...env, SLACK_APP_TOKEN: "xapp-1-x" }).slack.transport).toEqual(socket);
  expect(loadConfig({ ...REQUIRED, SLACK_APP_TOKEN: "xapp-1-x" }).slack.transport).toEqual(socket);
  expect(faultOf(env).message).toMatch(/SLACK_SIGNING_SECRET is not set.*SLACK_APP_TOKEN/);
});

describe("faults", () => {
  test("all are named in one message: which setting, what is wrong, what it is, an example", () => {
    const fault = faultOf({
      ...REQUIRED,
      SLACK_CHANNEL: "#alerts",
      PORT: "many",
      ADOBE_CLIENT_ID: "",
    });

    expect(fault.code).toBe("bad_settings");
    const [head, ...lines] = fault.message.split("\n");
    expect(head).toBe("3 settings are wrong:");
    expect(lines).toEqual([
      `  SLACK_CHANNEL must be a channel's id, not its name. ${SETTINGS.SLACK_CHANNEL.about}. Example: SLACK_CHANNEL=C0123456789`,
      `  ADOBE_CLIENT_ID is not set. ${SETTINGS.ADOBE_CLIENT_ID.about}. Example: ADOBE_CLIENT_ID=${SETTINGS.ADOBE_CLIENT_ID.example}`,
      `  PORT is not a whole number. ${SETTINGS.PORT.about}. Example: PORT=3000`,
    ]);
  });

  test("nothing set at all names each setting that must be given, and no other", () => {
    const { message } = faultOf({});

    expect(message).toMatch(/^4 settings are wrong:/);
    expect(message.match(/^ {2}[A-Z_]+/gm)).toEqual(
      Object.keys(REQUIRED).map((name) => `  ${name}`),
    );
  });

  test("one fault is one", () => {
    expect(faultOf({ ...REQUIRED, PORT: "x" }).message).toMatch(/^1 setting is wrong:/);
  });

  test("no value is printed, it may be secret", () => {
    const { message } = faultOf({
      SLACK_BOT_TOKEN: `oops ${BOT_TOKEN}`,
      SLACK_SIGNING_SECRET: "short",
      SLACK_CHANNEL: "value-of-channel",
      ADOBE_CLIENT_ID: "value of client",
      SLACK_API_URL: "http://value-of-url.example",
      LOG_LEVEL: "value-of-level",
    });

    expect(message).toMatch(/^6 settings are wrong:/);
    expect(message).not.toMatch(/value|oops|very-secret|short"/);
  });

  test.each<[string, string, string]>([
    ["SLACK_BOT_TOKEN", "xoxp-a-users-token", "must start with xoxb-"],
    ["SLACK_BOT_TOKEN", "xoxb-", "must start with xoxb-"],
    ["SLACK_SIGNING_SECRET", "short", "is too short"],
    ["SLACK_APP_TOKEN", "xoxb-a-bot-token", "must start with xapp-"],
    ["SLACK_CHANNEL", "#aep-alerts", "must be a channel's id, not its name"],
    ["SLACK_CHANNEL", "c0123456789", "must be a channel's id, not its name"],
    ["SLACK_POSTS_PER_SECOND", "0", "must be above 0 and at most 1000"],
    ["SLACK_POSTS_PER_SECOND", "1001", "must be above 0 and at most 1000"],
    ["SLACK_POSTS_PER_SECOND", "-1", "is not a number"],
    ["SLACK_POSTS_PER_SECOND", "1e3", "is not a number"],
    ["ADOBE_CLIENT_ID", "two words", "must not contain spaces"],
    ["ADOBE_ORG_ID", "two words", "must not contain spaces"],
    [
      "ADOBE_ALLOWED_CLIENT_IDS",
      "one two",
      "must be one value, or several with commas between them",
    ],
    ["PORT", "65536", "is above 65535"],
    ["PORT", "-1", "is not a whole number"],
    ["PORT", "80.5", "is not a whole number"],
    ["LOG_LEVEL", "verbose", "must be debug, info, warn, error or silent"],
  ])("%s=%s %s", (name, value, wrong) => {
    expect(faultOf({ ...REQUIRED, [name]: value }).message).toContain(`  ${name} ${wrong}.`);
  });
});

describe.each(["SLACK_API_URL", "ADOBE_KEYS_URL"])("the address %s", (name) => {
  test.each([
    "https://example.com",
    "https://example.com:8443/path/",
    "http://localhost:3001",
    "http://127.0.0.1:3001/api/",
    "http://[::1]:3001",
  ])("may be %s", (url) => {
    expect(() => loadConfig({ ...REQUIRED, [name]: url })).not.toThrow();
  });

  test.each([
    ["http://example.com", "must be an https address"],
    ["http://127.0.0.1.example.com", "must be an https address"],
    ["http://localhost@example.com", "must be an https address"],
    ["ftp://localhost", "must be an https address"],
    ["file:///etc/passwd", "must be an https address"],
    ["example.com", "is not an address"],
    ["slack", "is not an address"],
  ])("may not be %s", (url, wrong) => {
    expect(faultOf({ ...REQUIRED, [name]: url }).message).toContain(`${name} ${wrong}`);
  });
});

test.each(["https://slack.example/api", "https://slack.example/api/"])(
  "Slack's address always ends in a slash: %s",
  (url) => {
    expect(loadConfig({ ...REQUIRED, SLACK_API_URL: url }).slack.apiUrl).toBe(
      "https://slack.example/api/",
    );
  },
);

test("every setting that is marked secret is kept out of the log", () => {
  const secret = Object.entries(SETTINGS).filter(([, info]) => "secret" in info && info.secret);

  expect(secret.map(([name]) => name)).toEqual([
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "ADOBE_CLIENT_SECRET",
  ]);
  expect(secretsOf(loadConfig(REQUIRED))).toEqual([BOT_TOKEN, SIGNING_SECRET]);
  const withApi = {
    ...REQUIRED,
    ADOBE_ORG_ID: "OURS@AdobeOrg",
    ADOBE_CLIENT_SECRET: "p8e-1,p8e-2",
  };
  expect(secretsOf(loadConfig({ ...REQUIRED, SLACK_APP_TOKEN: "xapp-1-x" }))).toEqual([
    BOT_TOKEN,
    "xapp-1-x",
  ]);
  expect(secretsOf(loadConfig(withApi))).toEqual([BOT_TOKEN, SIGNING_SECRET, "p8e-1", "p8e-2"]);
});

describe("access to Adobe's APIs", () => {
  const ORG = { ADOBE_ORG_ID: "OURS@AdobeOrg" };

  test("is off without a secret, whatever else is set", () => {
    const config = loadConfig({ ...REQUIRED, ...ORG, ADOBE_SCOPES: "openid" });

    expect(config.adobe.api).toBeUndefined();
  });

  test("takes two secrets and the scopes with commas, and Adobe's own addresses", () => {
    const { adobe } = loadConfig({ ...REQUIRED, ...ORG, ADOBE_CLIENT_SECRET: "p8e-old , p8e-new" });

    expect(adobe.api).toEqual({
      clientSecrets: ["p8e-old", "p8e-new"],
      orgId: "OURS@AdobeOrg",
      scopes: [
        "openid",
        "AdobeID",
        "read_organizations",
        "additional_info.projectedProductContext",
      ],
      imsUrl: "https://ims-na1.adobelogin.com",
      platformUrl: "https://platform.adobe.io",
    });
  });

  test("needs the organisation, and the fault shows no secret", () => {
    const { message } = faultOf({ ...REQUIRED, ADOBE_CLIENT_SECRET: "p8e-very-secret" });

    expect(message).toContain(
      "ADOBE_ORG_ID is not set, and is needed where ADOBE_CLIENT_SECRET is",
    );
    expect(message).not.toContain("p8e-very-secret");
  });

  test.each(["a,,b", ",a", "a b"])("%j is no list", (list) => {
    const { message } = faultOf({ ...REQUIRED, ...ORG, ADOBE_CLIENT_SECRET: list });

    expect(message).toContain("ADOBE_CLIENT_SECRET must be one value");
  });

  test.each(["ADOBE_IMS_URL", "ADOBE_PLATFORM_URL"])("%s must be safe to send to", (name) => {
    expect(faultOf({ ...REQUIRED, [name]: "http://adobe.example" }).message).toContain(
      `${name} must be an https address`,
    );
  });
});

test("every example is itself a right value", () => {
  const examples = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { example }]) => [name, example]),
  );

  expect(() => loadConfig(examples)).not.toThrow();
});

describe("who may retry", () => {
  const allowed = (FLOWRUN_RETRY_ALLOWED: string): unknown =>
    loadConfig({ ...REQUIRED, FLOWRUN_RETRY_ALLOWED }).slack.retryAllowed;

  test("people and user groups, told apart by their ids", () => {
    expect(allowed("U0DANA, W0KIM,S0ONCALL")).toEqual({
      people: ["U0DANA", "W0KIM"],
      groups: ["S0ONCALL"],
    });
    expect(allowed("")).toBeUndefined();
  });

  test.each(["@dana", "C0FLOWRUNS", "U0DANA,,S0ONCALL", "S0ONCALL;U0DANA", "u0dana"])(
    "%j is refused, so that a typo shuts nobody out unnoticed",
    (text) => {
      expect(() => allowed(text)).toThrow(/FLOWRUN_RETRY_ALLOWED must be/);
    },
  );
});
