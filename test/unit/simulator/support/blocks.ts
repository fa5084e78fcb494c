/** Small valid blocks to build upon. */
export const section = { type: "section", text: { type: "mrkdwn", text: "Something failed." } };

export const buttons = {
  type: "actions",
  block_id: "buttons",
  elements: [
    {
      type: "button",
      action_id: "acknowledge",
      text: { type: "plain_text", text: "Acknowledge" },
      value: "alert-1",
    },
    {
      type: "overflow",
      action_id: "more",
      options: [
        { text: { type: "plain_text", text: "Details" }, value: "details" },
        { text: { type: "plain_text", text: "Mute" }, value: "mute" },
      ],
    },
  ],
};

export const noteInput = {
  type: "input",
  block_id: "note",
  label: { type: "plain_text", text: "What fixed it?" },
  element: { type: "plain_text_input", action_id: "text", max_length: 20 },
};

export const modal = {
  type: "modal",
  callback_id: "resolve",
  private_metadata: "alert-1",
  title: { type: "plain_text", text: "Resolve" },
  submit: { type: "plain_text", text: "Resolve" },
  blocks: [noteInput],
};
