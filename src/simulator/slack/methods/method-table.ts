import { appsConnectionsOpen } from "./apps-connections-open.ts";
import { chatGetPermalink } from "./chat-get-permalink.ts";
import { chatPostEphemeral } from "./chat-post-ephemeral.ts";
import { chatPostMessage } from "./chat-post-message.ts";
import { chatUpdate } from "./chat-update.ts";
import { conversationsHistory, conversationsInfo, conversationsReplies } from "./conversations.ts";
import { conversationsMembers, usergroupsUsersList } from "./memberships.ts";
import type { Method } from "./method.ts";
import { authTest, usersInfo } from "./people.ts";
import { viewsOpen, viewsPush, viewsUpdate } from "./views.ts";

export const METHODS: ReadonlyMap<string, Method> = new Map([
  ["apps.connections.open", appsConnectionsOpen],
  ["auth.test", authTest],
  ["chat.getPermalink", chatGetPermalink],
  ["chat.postEphemeral", chatPostEphemeral],
  ["chat.postMessage", chatPostMessage],
  ["chat.update", chatUpdate],
  ["conversations.history", conversationsHistory],
  ["conversations.info", conversationsInfo],
  ["conversations.members", conversationsMembers],
  ["conversations.replies", conversationsReplies],
  ["usergroups.users.list", usergroupsUsersList],
  ["users.info", usersInfo],
  ["views.open", viewsOpen],
  ["views.push", viewsPush],
  ["views.update", viewsUpdate],
]);
