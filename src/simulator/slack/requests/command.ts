import { Refusal } from "../api/refusal.ts";
import { parseCommandAnswer, type ReplyPlace, takeReply } from "../api/reply.ts";
import { userName } from "../methods/people.ts";
import { IDENTITY } from "../workspace/identity.ts";
import type { AppAnswer } from "./app-line.ts";
import { getPerson, type RequestContext } from "./request-context.ts";
import type { Forgery } from "./sign.ts";

export interface CommandOptions {
  readonly channel?: string;
  readonly forgery?: Forgery;
}

export interface CommandResult {
  /** 0: no answer in time, or nobody listens. */
  readonly status: number;
  readonly body: string;
  readonly durationMs: number;
}

/** Sends a slash command and says in the channel what it is answered at once. */
export async function sendCommand(
  context: RequestContext,
  typed: { readonly userId: string; readonly text: string },
  options: CommandOptions = {},
): Promise<CommandResult> {
  const person = getPerson(context, typed.userId);
  const [command = "", ...words] = typed.text.trim().split(" ");
  const channelId = options.channel ?? context.homeChannel;
  const place: ReplyPlace = { channel: channelId, userId: person.id };
  const urlId = context.responseUrls.create(place);
  const answer = await context.line.sendForm(
    command,
    {
      token: IDENTITY.verificationToken,
      team_id: IDENTITY.teamId,
      team_domain: IDENTITY.domain,
      channel_id: channelId,
      channel_name: context.workspace.findChannel(channelId)?.name ?? "",
      user_id: person.id,
      user_name: userName(person.name),
      command,
      text: words.join(" ").trim(),
      api_app_id: IDENTITY.appId,
      is_enterprise_install: "false",
      response_url: context.responseUrlOf(urlId),
      trigger_id: context.triggers.create(person.id),
    },
    options.forgery,
  );
  const originalTs = sayAnswer(context, { place, command }, answer);
  if (originalTs !== undefined) context.responseUrls.setOriginal(urlId, originalTs);
  return { status: answer.status, body: answer.body, durationMs: answer.durationMs };
}

/** Gives the `ts` of what it said. */
function sayAnswer(
  context: RequestContext,
  { place, command }: { place: ReplyPlace; command: string },
  answer: AppAnswer,
): string | undefined {
  if (answer.failure !== undefined) return sayFailure(context, place, [command, answer.failure]);
  const reply = parseCommandAnswer(answer.contentType, answer.body);
  if (reply === undefined) return undefined;
  try {
    return takeReply(context, place, reply)?.ts;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return sayFailure(context, place, [command, "invalid_command_response"]);
  }
}

/** In Slack's own words, which only the person sees. */
function sayFailure(
  context: RequestContext,
  place: ReplyPlace,
  [command, error]: readonly [string, string],
): string {
  return context.workspace.addMessage({
    channel: place.channel,
    from: "bot",
    text: `${command} failed with the error "${error}"`,
    blocks: [],
    isBroadcast: false,
    ephemeralFor: place.userId,
  }).ts;
}
