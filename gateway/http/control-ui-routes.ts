// Routes that OpenClaw's Control UI requests in addition to the WebSocket, to show the agent's name.
import { defineRoute, sendJson, sendText, type Exchange } from './route.ts';

const READ_VERBS = ['GET', 'HEAD'];

/** Agent name and features for the page. */
export const CONTROL_UI_ROUTE = defineRoute({
  paths: ['/control-ui-config.json'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle(exchange) {
    const { config, identity } = exchange.core.services;
    const { defaultAgentId } = config.settings();
    const agent = findAgent(exchange, defaultAgentId);
    const name = agent?.name ?? 'Assistant';
    sendJson(exchange, 200, {
      basePath: '',
      assistantName: name,
      assistantAvatar: agent?.emoji ?? name.slice(0, 1),
      assistantAvatarSource: null,
      assistantAvatarStatus: null,
      assistantAvatarReason: null,
      assistantAgentId: defaultAgentId,
      serverVersion: identity.version,
      embedSandbox: 'scripts',
      allowExternalEmbedUrls: false,
      automaticallyFetchFavicons: false,
      communityInvite: false,
      terminalEnabled: false,
      cliAgentsEnabled: false,
      pluginAssetsRequireAuth: true,
      pluginFrameGrants: [],
    });
  },
});

/** Agents have an emoji, not an image. */
export const AVATAR_ROUTE = defineRoute({
  paths: ['/avatar/{agentId}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle(exchange) {
    const { placeholders, request, response } = exchange;
    const asksFacts = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('meta') === '1';
    if (!asksFacts || findAgent(exchange, placeholders['agentId'] ?? '') === undefined)
      return sendText(response, 404, 'Not Found');
    sendJson(exchange, 200, { avatarUrl: null, avatarSource: null, avatarStatus: null, avatarReason: null });
  },
});

function findAgent({ core }: Exchange, agentId: string) {
  return core.services.config.settings().agents.find((agent) => agent.agentId === agentId);
}
