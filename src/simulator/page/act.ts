import type { z } from "zod";
import type { PageAction } from "./action.ts";
import type { ActionResult } from "./contract.ts";
import { setFault } from "./fault-switches.ts";
import type { PageContext } from "./page-context.ts";
import { sendFixture } from "./send-fixture.ts";

type Act = z.infer<typeof PageAction>;
type Of<Kind extends Act["kind"]> = Extract<Act, { kind: Kind }>;

const DONE: ActionResult = { ok: true };
const failed = (error: string): ActionResult => ({ ok: false, error });

/** What Slack itself says when a view could not be sent. */
const TROUBLE = "We had some trouble connecting. Try again?";

/** Does what a person did on the page. */
export async function act(context: PageContext, action: Act): Promise<ActionResult> {
  if (!context.people.some(({ id }) => id === action.person)) {
    return failed(`There is nobody with the id ${action.person}.`);
  }
  try {
    return await perform(context, action);
  } catch (error) {
    return failed(error instanceof Error ? error.message : "That did not work.");
  }
}

function perform(context: PageContext, action: Act): ActionResult | Promise<ActionResult> {
  switch (action.kind) {
    case "send_fixture":
      return sendFixture(context, action);
    case "say":
      return say(context, action);
    case "press":
      return press(context, action);
    case "submit_view":
      return submitView(context, action);
    case "close_view":
      return closeView(context, action);
    case "dismiss":
      return dismiss(context, action);
    case "set_fault":
      return flip(context, action);
  }
}

async function flip(context: PageContext, action: Of<"set_fault">): Promise<ActionResult> {
  if (!(await setFault(context, action.fault, action.on))) {
    return failed(`There is no switch "${action.fault}".`);
  }
  await context.checkApp();
  return DONE;
}

async function say({ slack, completions }: PageContext, action: Of<"say">): Promise<ActionResult> {
  const text = action.text.trim();
  if (text === "") return failed("There is nothing to send.");
  if (!text.startsWith("/")) {
    slack.say(action.person, text, action.threadTs);
    return DONE;
  }
  const command = text.split(" ", 1)[0] ?? "";
  if (action.threadTs !== undefined) {
    return failed(`${command} is not supported in threads. Sorry!`);
  }
  const known = new Set(completions.map((completion) => completion.text.split(" ", 1)[0]));
  if (known.size > 0 && !known.has(command)) return failed(`${command} is not a valid command.`);
  await slack.command(action.person, text);
  return DONE;
}

async function press({ slack }: PageContext, action: Of<"press">): Promise<ActionResult> {
  const { source, blockId, option } = action;
  const target = source.in === "view" ? { viewId: source.viewId } : { ts: source.ts };
  const { status } = await slack.press(action.person, target, action.actionId, {
    blockId,
    ...(option === undefined ? {} : { option }),
  });
  if (status === 200) return DONE;
  return failed(
    status === 0
      ? "The app did not answer in time. In Slack, a warning sign stands beside the button."
      : `This app responded with status code ${status}.`,
  );
}

async function submitView(
  { slack }: PageContext,
  action: Of<"submit_view">,
): Promise<ActionResult> {
  if (slack.view(action.person)?.id !== action.viewId) return failed("That window is closed.");
  const { status, body } = await slack.submitView(action.person, action.values);
  const isRefusedInput = status === 0 && body !== "";
  return status === 200 || isRefusedInput ? DONE : failed(TROUBLE);
}

async function closeView({ slack }: PageContext, action: Of<"close_view">): Promise<ActionResult> {
  if (slack.view(action.person)?.id === action.viewId) await slack.closeView(action.person);
  return DONE;
}

function dismiss({ slack }: PageContext, action: Of<"dismiss">): ActionResult {
  if (!slack.ephemerals(action.person).some(({ ts }) => ts === action.ts)) {
    return failed("Only what Slack told you alone can be dismissed.");
  }
  slack.deleteMessage(action.ts);
  return DONE;
}
