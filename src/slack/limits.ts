/**
 * Slack's limits, one table. Lengths are in characters; Slack does not say whether it counts UTF-16 units or
 * code points, so keep under the limit in UTF-16 units (`text.length`, never the smaller of the two).
 * Source: docs.slack.dev, Block Kit and method reference, read 2026-11. What no page states is marked UNDOCUMENTED:
 * a cautious value of ours, which real Slack may exceed.
 */
export const SLACK_LIMITS = {
  message: {
    blocks: 50,
    /** chat.postMessage cuts a longer `text`. */
    postTextCut: 40_000,
    /** Slack's advice for `text`; above it a banner or screen reader is of little use. */
    textAdvised: 4_000,
    /** chat.update refuses a longer `text` with `msg_too_long`. */
    updateText: 4_000,
    /** UNDOCUMENTED: length of the blocks as JSON above which we expect `msg_blocks_too_long`. */
    blocksJson: 13_000,
    /** UNDOCUMENTED: bytes of `metadata` as JSON above which we expect `metadata_too_large`. */
    metadataJsonBytes: 8_000,
    /** `table` and `data_table` together, also inside a container. */
    tables: 1,
    /** Over all cells of a message's `table`. */
    tableText: 10_000,
    /** Over all cells of a message's `data_table`. Earlier pages say 10,000. */
    dataTableText: 20_000,
  },
  view: {
    blocks: 100,
    jsonBytes: 250 * 1024,
    title: 24,
    submit: 24,
    close: 24,
    callbackId: 255,
    externalId: 255,
    privateMetadata: 3_000,
    stack: 3,
  },
  ids: { blockId: 255, actionId: 255 },
  section: { text: 3_000, fields: 10, field: 2_000 },
  header: { text: 150, maxLevel: 4 },
  context: { elements: 10, text: 3_000 },
  actions: { elements: 25 },
  /** Only in modals. */
  alert: { text: 200 },
  image: { url: 3_000, altText: 2_000, title: 2_000 },
  /** UNDOCUMENTED: no page states a limit for rich text; these are cautious. */
  richText: { elements: 100, leaves: 1_000, text: 10_000, maxIndent: 8, maxBorder: 1 },
  input: { label: 2_000, hint: 2_000 },
  container: { title: 150, subtitle: 150, childBlocks: 10 },
  table: { rows: 100, columns: 20, columnSettings: 20 },
  dataTable: {
    /** With the header row. */
    minRows: 2,
    /** With the header row. Earlier pages say 101. */
    maxRows: 201,
    columns: 20,
    maxPageSize: 100,
    /** UNDOCUMENTED */
    caption: 2_000,
  },
  button: {
    text: 75,
    /** About what a phone shows of `text` before it cuts. */
    textShown: 30,
    value: 2_000,
    url: 3_000,
    accessibilityLabel: 75,
  },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  /** Current pages allow 150 for `value`; the comments in @slack/types say 75. */
  option: { text: 75, value: 75, description: 75, url: 3_000 },
  overflow: { minOptions: 1, maxOptions: 5 },
  select: { options: 100, optionGroups: 100, groupLabel: 75, placeholder: 150 },
  checkboxes: { options: 10 },
  radioButtons: { options: 10 },
  plainTextInput: { maxLength: 3_000, placeholder: 150 },
  history: { limit: 999, defaultLimit: 100 },
  triggerId: { lifetimeMs: 3_000 },
  responseUrl: { uses: 5, lifetimeMs: 30 * 60_000 },
  /** A command, a press or a view must be answered within this time. */
  acknowledgeMs: 3_000,
} as const;
