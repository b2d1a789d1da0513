// Routes that OpenClaw's Control UI requests to show the agent's name.
import { takeFirst } from '#contract/types/truncate-text.ts';
import { defineRoute, READ_VERBS, sendJson, sendText, type Exchange } from './route.ts';

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
      assistantAvatar: agent?.emoji ?? takeFirst(name),
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
    const { placeholders, query, response } = exchange;
    if (query.get('meta') !== '1' || findAgent(exchange, placeholders['agentId'] ?? '') === undefined)
      return sendText(response, 404, 'Not Found');
    sendJson(exchange, 200, { avatarUrl: null, avatarSource: null, avatarStatus: null, avatarReason: null });
  },
});

function findAgent({ core }: Exchange, agentId: string) {
  return core.services.config.settings().agents.find((agent) => agent.agentId === agentId);
}
