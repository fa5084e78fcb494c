import type { JsonObject, Person } from "../../page/contract.ts";
import { userName } from "../methods/people.ts";
import { IDENTITY } from "../workspace/identity.ts";

/** The part that all interaction payloads share. */
export function commonFields(person: Person): JsonObject {
  return {
    team: { id: IDENTITY.teamId, domain: IDENTITY.domain },
    user: {
      id: person.id,
      username: userName(person.name),
      name: userName(person.name),
      team_id: IDENTITY.teamId,
    },
    api_app_id: IDENTITY.appId,
    token: IDENTITY.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}
