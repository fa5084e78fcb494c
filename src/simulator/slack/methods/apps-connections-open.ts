import type { Method } from "./method.ts";

/** An address for one connection of Socket Mode. */
export const appsConnectionsOpen: Method = (_args, { openSocket }) => ({ url: openSocket() });
