/**
 * | fault | what the journal does |
 * |---|---|
 * | repeat | gives the last page again and again, with a `next` that leads to itself |
 * | endless | gives empty pages, each with another `next` |
 * | other_host | gives a right page with a `next` on another host |
 * | no_link | gives a right page without `next` |
 * | truncated | ends in the middle of the JSON |
 * | html | answers 200 with a page of HTML |
 * | wrong_types | gives JSON with a text where the list belongs |
 * | status500, rate_limited, refused, gone | answers 500; 429 with Retry-After 30; 401; 410 whatever is asked |
 * | slow | never answers while the fault is on |
 */
export type JournalFault =
  | "repeat"
  | "endless"
  | "other_host"
  | "no_link"
  | "truncated"
  | "html"
  | "wrong_types"
  | "status500"
  | "rate_limited"
  | "refused"
  | "gone"
  | "slow";
