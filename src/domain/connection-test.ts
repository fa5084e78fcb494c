/** Why it is not known whether a source can be reached. */
export type TestRefusal =
  | "no_connection_known"
  | "no_token"
  | "token_refused"
  | "forbidden"
  | "rate_limited"
  | "no_answer"
  | "not_understood";

/** Whether Adobe reaches a flow's source with the address and login that it has. */
export type ConnectionTest =
  | { readonly kind: "tested"; readonly works: boolean }
  | { readonly kind: "not_tested"; readonly reason: TestRefusal };
