import type { Element } from "./wire/elements.ts";
import { isJsonObject, type JsonObject } from "./wire/json-object.ts";

export interface Addressee {
  readonly clientId: string;
  /** Further client ids whose notifications are taken as ours. */
  readonly allowedClientIds?: readonly string[];
  readonly imsOrgId?: string;
}

export type Recipient = "us" | "another_client" | "another_org" | "nobody";

/**
 * Whom a notification is for. All of Adobe's customers share the signing keys, so a good signature
 * alone proves nothing: everything that the body states must name us. The client id counts; only
 * where none is stated does the organisation.
 */
export function recipientOf({ around, own }: Element, us: Addressee): Recipient {
  const clients: unknown[] = [];
  const orgs: unknown[] = [];
  for (const objects of [around, own]) {
    for (const object of objects) {
      // The first name goes away by the end of 2026, the second replaces it; both may be there.
      addStated(clients, object["recipient_client_id"]);
      addStated(clients, object["recipientclientid"]);
      addStated(orgs, object["imsOrgId"]);
      addStated(orgs, object["xdm:imsOrg"]);
      addStated(orgs, headerOrg(object));
      addStated(orgs, auditOrg(object));
    }
  }
  if (clients.length > 0) {
    const ours = new Set<unknown>([us.clientId, ...(us.allowedClientIds ?? [])]);
    return clients.every((client) => ours.has(client)) ? "us" : "another_client";
  }
  if (orgs.length === 0) return "nobody";
  return us.imsOrgId !== undefined && orgs.every((org) => org === us.imsOrgId)
    ? "us"
    : "another_org";
}

function headerOrg({ header }: JsonObject): unknown {
  const adobeio = isJsonObject(header) ? header["_adobeio"] : undefined;
  return isJsonObject(adobeio) ? adobeio["imsOrgId"] : undefined;
}

function auditOrg({ payload }: JsonObject): unknown {
  return isJsonObject(payload) ? payload["imsOrgId"] : undefined;
}

/** A value of a wrong type counts as stated, and so as somebody else's. */
function addStated(values: unknown[], value: unknown): void {
  if (value !== undefined && value !== null) values.push(value);
}
