/** The simulated workspace and the app installed in it. */
export const IDENTITY = {
  teamId: "T0FLOWRUN",
  teamName: "Flowrun demo",
  domain: "flowrun-demo",
  appId: "A0FLOWRUN",
  botId: "B0FLOWRUN",
  botUserId: "U0FLOWRUN",
  botName: "Flowrun",
  botUserName: "flowrun",
  /** Slack still sends the old verification token; nobody may trust it. */
  verificationToken: "not-a-secret",
} as const;

export const WORKSPACE_URL = `https://${IDENTITY.domain}.slack.com/`;
