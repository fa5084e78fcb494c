import type { ModalView } from "@slack/types";
import { renderGoneModal, renderLoadingModal } from "../blocks/small-modals.ts";
import type { Listening, Press } from "../listening.ts";

/** Slack's trigger is good for three seconds; from here on a placeholder holds the place. */
const PATIENCE_MS = 1_000;

/**
 * Opens a modal as soon as it is drawn; when that takes long, a placeholder first. `undefined`:
 * there is nothing to open, the person was told otherwise.
 */
export async function openWhenReady(
  { triggerId }: Pick<Press, "triggerId">,
  { client, clock }: Pick<Listening, "client" | "clock">,
  draw: () => Promise<ModalView | undefined>,
): Promise<void> {
  const drawn = draw();
  const first = await firstOf(drawn, clock);
  if (first === "late") {
    const viewId = await client.openView(triggerId, renderLoadingModal());
    await client.updateView(viewId, (await drawn) ?? renderGoneModal());
  } else if (first !== undefined) await client.openView(triggerId, first);
}

function firstOf(
  drawn: Promise<ModalView | undefined>,
  clock: Listening["clock"],
): Promise<ModalView | undefined | "late"> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PATIENCE_MS, () => resolve("late"));
    drawn.then(resolve, reject).finally(cancel);
  });
}
