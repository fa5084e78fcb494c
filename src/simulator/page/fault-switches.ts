import type { AdobeSide } from "../adobe/adobe-side.ts";
import type { Faults } from "../slack/api/faults.ts";
import type { SlackSide } from "../slack/slack-side.ts";
import type { PageFault } from "./contract.ts";
import type { ExtraFault } from "./page-options.ts";

const RETRY_AFTER_SECONDS = 5;
const SLOW_MS = 2_000;

interface Sides {
  readonly slack: SlackSide;
  readonly adobe: AdobeSide;
  readonly extraFaults?: readonly ExtraFault[];
}

interface Switch extends Omit<PageFault, "on"> {
  readonly isOn: (sides: Sides) => boolean;
  readonly set: (sides: Sides, on: boolean) => void | Promise<void>;
}

const slackSwitch = (
  words: Omit<PageFault, "on">,
  isOn: (faults: Faults) => boolean,
  toFaults: (on: boolean) => Partial<Faults>,
): Switch => ({
  ...words,
  isOn: ({ slack }) => isOn(slack.faults()),
  set: ({ slack }, on) => slack.setFaults(toFaults(on)),
});

const SWITCHES: readonly Switch[] = [
  slackSwitch(
    {
      id: "slack_down",
      label: "Slack is down",
      hint: "No connection: alerts wait and come later.",
    },
    (faults) => faults.down,
    (on) => ({ down: on }),
  ),
  slackSwitch(
    {
      id: "slack_rate_limited",
      label: "Slack rate limit",
      hint: `Every call is answered 429, try again in ${RETRY_AFTER_SECONDS} s.`,
    },
    (faults) => faults.rateLimited !== false,
    (on) => ({ rateLimited: on ? RETRY_AFTER_SECONDS : false }),
  ),
  slackSwitch(
    { id: "slack_slow", label: "Slack is slow", hint: `Every answer takes ${SLOW_MS / 1_000} s.` },
    (faults) => faults.slowMs > 0,
    (on) => ({ slowMs: on ? SLOW_MS : 0 }),
  ),
  slackSwitch(
    {
      id: "slack_reply_lost",
      label: "Slack's reply is lost",
      hint: "Slack takes the message, but the app never hears so.",
    },
    (faults) => faults.loseReplies,
    (on) => ({ loseReplies: on }),
  ),
  slackSwitch(
    {
      id: "slack_old_blocks",
      label: "Older Slack",
      hint: "Tables and containers are refused; the app must fall back to plain blocks.",
    },
    (faults) => faults.refuseNewBlocks,
    (on) => ({ refuseNewBlocks: on }),
  ),
  {
    id: "adobe_keys_down",
    label: "Adobe's key host is down",
    hint: "Signatures cannot be checked; the app must ask Adobe to try again.",
    isOn: ({ adobe }) => adobe.faults().keys === "down",
    set: ({ adobe }, on) => adobe.setFaults({ keys: on ? "down" : false }),
  },
  {
    id: "adobe_apis_hang",
    label: "Adobe's APIs hang",
    hint: "Names and diagnostics do not come; alerts come as fast as ever.",
    isOn: ({ adobe }) => adobe.faults().platform === "hang",
    set: ({ adobe }, on) => adobe.setFaults({ platform: on ? "hang" : false }),
  },
  {
    id: "adobe_disabled",
    label: "Adobe disabled us",
    hint: "As after a day of failed deliveries: nothing comes by the webhook. Flowrun reads the journal, and tells so here.",
    isOn: ({ adobe }) => adobe.registration.status() === "disabled",
    set: ({ adobe }, on) => adobe.registration.set(on ? "disabled" : "verified"),
  },
  {
    id: "adobe_retry_lost",
    label: "Adobe's answer to a retry is lost",
    hint: "Nobody knows then whether a new run started: the card says so, and nothing is asked twice.",
    isOn: ({ adobe }) => adobe.faults().actions === "down",
    set: ({ adobe }, on) => adobe.setFaults({ actions: on ? "down" : false }),
  },
  {
    id: "adobe_token_refused",
    label: "Adobe refuses the token",
    hint: "As when the credential's secret was changed: alerts come without names, and the journal is not read.",
    isOn: ({ adobe }) => adobe.faults().ims === "refused",
    set: ({ adobe }, on) => {
      adobe.setFaults({ ims: on ? "refused" : false });
      if (on) adobe.revokeTokens();
    },
  },
];

const allSwitches = ({ extraFaults = [] }: Sides): readonly Switch[] => [
  ...SWITCHES,
  ...extraFaults.map((extra) => ({
    ...extra,
    isOn: () => extra.isOn(),
    set: (_sides: Sides, on: boolean) => extra.set(on),
  })),
];

export const listFaults = (sides: Sides): readonly PageFault[] =>
  allSwitches(sides).map(({ id, label, hint, isOn }) => ({ id, label, hint, on: isOn(sides) }));

/** `false`: there is no such switch. */
export async function setFault(sides: Sides, id: string, on: boolean): Promise<boolean> {
  const found = allSwitches(sides).find((entry) => entry.id === id);
  await found?.set(sides, on);
  return found !== undefined;
}
