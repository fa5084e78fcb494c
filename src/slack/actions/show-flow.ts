import { answerShow } from "../commands/answer-status.ts";
import type { Listening, Press } from "../listening.ts";

/** The button beside one of several flows of a like name. */
export async function showFlow(press: Press, listening: Listening): Promise<void> {
  const draw = await answerShow({ kind: "words", text: press.value }, listening);
  await press.respond(draw("rich")).catch(() => press.respond(draw("classic")));
}
