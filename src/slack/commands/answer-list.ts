import { findFlow } from "../../usecases/find-flow.ts";
import { listRuns, type RunFilter } from "../../usecases/list-runs.ts";
import { renderSeveralFlows } from "../blocks/flow-status.ts";
import { renderRunPage } from "../blocks/run-page.ts";
import { askingNow, type Drawn, type Listening } from "../listening.ts";
import { nothingNamed } from "./nothing-named.ts";

/** `/flowrun list`: a page of runs, of all flows or of the one that was named. */
export async function answerList(
  { filter, flow: words, page }: { filter: RunFilter; flow?: string; page: number },
  listening: Listening,
): Promise<Drawn> {
  const around = askingNow(listening);
  if (words === undefined) {
    const found = await listRuns({ filter, page }, around);
    return (layout) => renderRunPage(found, { ...listening.context(), layout });
  }
  const named = await findFlow(words, around);
  switch (named.kind) {
    case "flow": {
      const found = await listRuns({ filter, page, flow: named.flow }, around);
      return (layout) => renderRunPage(found, { ...listening.context(), layout });
    }
    case "several_flows":
      return (layout) => renderSeveralFlows(named, { ...listening.context(), layout });
    case "nothing":
      return () => nothingNamed(words);
  }
}
