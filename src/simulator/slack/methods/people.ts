import { Refusal } from "../api/refusal.ts";
import { IDENTITY, WORKSPACE_URL } from "../workspace/identity.ts";
import type { Method } from "./method.ts";

export const authTest: Method = () => ({
  url: WORKSPACE_URL,
  team: IDENTITY.teamName,
  user: IDENTITY.botUserName,
  team_id: IDENTITY.teamId,
  user_id: IDENTITY.botUserId,
  bot_id: IDENTITY.botId,
  is_enterprise_install: false,
});

export const usersInfo: Method = (args, { workspace }) => {
  const id = args.required("user");
  const person = workspace.findPerson(id);
  if (person === undefined) throw new Refusal("user_not_found");
  return {
    user: {
      id,
      team_id: IDENTITY.teamId,
      name: userName(person.name),
      real_name: person.name,
      tz: "Europe/Berlin",
      deleted: false,
      is_bot: false,
      profile: { real_name: person.name, display_name: person.name },
    },
  };
};

/** Slack's short name of a person: `dana.reyes`. */
export const userName = (name: string): string => name.toLowerCase().replaceAll(/\s+/g, ".");
