import { findFlow } from "../../usecases/find-flow.ts";
import { listRuns } from "../../usecases/list-runs.ts";
import { renderNotice } from "../blocks/notice.ts";
import { renderRunPage } from "../blocks/run-page.ts";
import { askingNow, type Listening, type Press } from "../listening.ts";
import { parsePageValue } from "../page-value.ts";

/** Redraws a list of runs with its next or previous page. */
export async function turnPage(press: Press, listening: Listening): Promise<void> {
  const wanted = parsePageValue(press.value);
  const around = askingNow(listening);
  const named = wanted?.flowId === undefined ? undefined : await findFlow(wanted.flowId, around);
  if (wanted === undefined || (named !== undefined && named.kind !== "flow")) {
    await press.respond(renderNotice("This list is too old. Ask again with /flowrun list."));
    return;
  }
  const { filter, page } = wanted;
  const flow = named === undefined ? {} : { flow: named.flow };
  const found = await listRuns({ filter, page, ...flow }, around);
  const context = listening.context();
  const replace = { replace: true };
  await press
    .respond(renderRunPage(found, { ...context, layout: "rich" }), replace)
    .catch(() => press.respond(renderRunPage(found, { ...context, layout: "classic" }), replace));
}
