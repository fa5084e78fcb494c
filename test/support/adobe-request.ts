import type { AdobeRequest } from "../../src/adobe/request.ts";
import { ACCESS_TOKEN } from "../../src/simulator/simulator.ts";
import { CLIENT_ID, ORG_ID } from "./start-flowrun.ts";

/** Asks the simulator's Adobe with the headers that it demands. */
export const adobeRequest: AdobeRequest = (url, { method = "GET", headers = {} } = {}) =>
  fetch(url, {
    method,
    redirect: "manual",
    headers: {
      authorization: `Bearer ${ACCESS_TOKEN}`,
      "x-api-key": CLIENT_ID,
      "x-ims-org-id": ORG_ID,
      ...headers,
    },
  });
