/** One authorised request to Adobe: the shape that the client of Adobe's APIs offers. It renews its token itself. */
export type AdobeRequest = (
  url: URL,
  options?: { method?: string; headers?: Record<string, string>; sandbox?: string },
) => Promise<Response>;
