import { ACTION } from "../action-ids.ts";
import { renderNotice } from "../blocks/notice.ts";
import type { Listening, Press } from "../listening.ts";
import { changeAlertByPress } from "./change-alert.ts";
import { openResolveModal } from "./open-resolve-modal.ts";
import { retryFromAnswer, retryFromCard } from "./retry-run.ts";
import { showAlertDetails, showRunDetails } from "./show-details.ts";
import { showFlow } from "./show-flow.ts";
import { testConnection } from "./test-connection.ts";
import { turnPage } from "./turn-page.ts";

type Handler = (press: Press, listening: Listening) => Promise<void>;

/** What each of our buttons does; an input reports nothing that needs an answer. */
const HANDLERS = {
  [ACTION.acknowledge]: (press, listening) =>
    changeAlertByPress(press, listening, { kind: "acknowledge" }),
  [ACTION.unacknowledge]: (press, listening) =>
    changeAlertByPress(press, listening, { kind: "unacknowledge" }),
  [ACTION.resolve]: openResolveModal,
  [ACTION.alertDetails]: showAlertDetails,
  [ACTION.retryRun]: retryFromCard,
  [ACTION.retryAskedRun]: retryFromAnswer,
  [ACTION.testConnection]: testConnection,
  [ACTION.runDetails]: showRunDetails,
  [ACTION.flowStatus]: showFlow,
  [ACTION.previousPage]: turnPage,
  [ACTION.nextPage]: turnPage,
  [ACTION.openInAdobe]: async () => undefined,
  [ACTION.resolveNote]: async () => undefined,
} satisfies Record<(typeof ACTION)[keyof typeof ACTION], Handler>;

/** Carries out a press of any button, also of one that an older or newer version posted. */
export async function handlePress(press: Press, listening: Listening): Promise<void> {
  const handlers: Readonly<Record<string, Handler>> = HANDLERS;
  const known = Object.hasOwn(HANDLERS, press.actionId);
  const handler = known ? handlers[press.actionId] : undefined;
  if (handler !== undefined) {
    await handler(press, listening);
    return;
  }
  await press.respond(
    renderNotice([
      "This button belongs to another version of Flowrun. ",
      { code: "/flowrun status" },
      " shows what is open.",
    ]),
  );
}
