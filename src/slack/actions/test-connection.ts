import { AlertId } from "../../domain/ids.ts";
import { loadAlertView } from "../../usecases/load-alert-view.ts";
import type { TestAnswer } from "../../usecases/test-connection.ts";
import { renderDetailsModal } from "../blocks/details-modal.ts";
import type { Prose } from "../blocks/layout/prose.ts";
import { renderNotice } from "../blocks/notice.ts";
import { notPermittedWords } from "../blocks/permission-notice.ts";
import { NOT_TESTED_WORDS, testedWords } from "../blocks/wording/connection-words.ts";
import { NOT_RETRYABLE_WORDS } from "../blocks/wording/retry-words.ts";
import { type Listening, type Press, richContext } from "../listening.ts";

/** Takes as long as Adobe needs to log in at the source; the modal says so meanwhile. */
export async function testConnection(press: Press, listening: Listening): Promise<void> {
  const { adobe, mayAct } = listening;
  const alertId = AlertId.safeParse(press.value);
  if (adobe === undefined || !alertId.success) {
    await press.respond(renderNotice(NOT_RETRYABLE_WORDS.no_credentials));
    return;
  }
  const about = { press, alertId: alertId.data };
  const permission = await mayAct(press.by);
  if (permission.kind === "allowed") {
    await tellInModal(about, ["Adobe is testing the connection to the source …"], listening);
  }
  const words =
    permission.kind === "allowed"
      ? answerWords(await adobe.testConnection({ alertId: alertId.data, by: press.by }))
      : notPermittedWords(permission);
  const shown = await tellInModal(about, words, listening);
  if (!shown) await press.respond(renderNotice(words));
}

function answerWords(answer: TestAnswer): Prose {
  switch (answer.kind) {
    case "tested":
      return testedWords(answer.works);
    case "not_tested":
      return [{ bold: "Not tested" }, `: ${NOT_TESTED_WORDS[answer.reason]}`];
    case "under_way":
      return [{ person: answer.by }, " is testing it just now; the thread tells what comes of it."];
    case "not_stored":
      return ["This alert is no longer stored."];
  }
}

/** `false`: there is no modal any more. */
async function tellInModal(
  { press, alertId }: { readonly press: Press; readonly alertId: AlertId },
  words: Prose,
  listening: Listening,
): Promise<boolean> {
  const { client, queries, catalogue, logger } = listening;
  const view = await loadAlertView(queries, catalogue, alertId);
  if (press.viewId === undefined || view === undefined) return false;
  try {
    await client.updateView(press.viewId, renderDetailsModal(view, richContext(listening), words));
    return true;
  } catch (error) {
    logger.debug({ alertId, err: error }, "a modal could not be changed");
    return false;
  }
}
