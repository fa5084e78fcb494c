import { Refusal } from "../api/refusal.ts";
import { IDENTITY } from "../workspace/identity.ts";
import { getKnownChannel } from "./channel-access.ts";
import type { Method } from "./method.ts";
import { pageOfIds } from "./paging.ts";

/** People and, where it was invited, the bot. */
export const conversationsMembers: Method = (args, context) => {
  const channel = getKnownChannel(args, context);
  const people = channel.members ?? context.workspace.people.map(({ id }) => id);
  const all = channel.hasBot ? [...people, IDENTITY.botUserId] : people;
  const { page, paging } = pageOfIds(args, all);
  return { members: [...page], ...paging };
};

export const usergroupsUsersList: Method = (args, { workspace }) => {
  const people = workspace.findUserGroup(args.required("usergroup"));
  if (people === undefined) throw new Refusal("no_such_subteam");
  return { users: [...people] };
};
