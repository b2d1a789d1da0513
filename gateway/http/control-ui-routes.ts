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

/** The picture of an agent, or with `meta=1`, its address. */
export const AVATAR_ROUTE = defineRoute({
  paths: ['/avatar/{agentId}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle(exchange) {
    const { placeholders, query, response } = exchange;
    const agent = findAgent(exchange, placeholders['agentId'] ?? '');
    const isMeta = query.get('meta') === '1';
    const avatar = agent?.avatar;
    if (agent === undefined || (!isMeta && avatar === undefined)) return sendText(response, 404, 'Not Found');
    if (isMeta) {
      const avatarStatus = avatar === undefined ? null : 'data';
      return sendJson(exchange, 200, {
        avatarUrl: avatar ?? null,
        avatarSource: null,
        avatarStatus,
        avatarReason: null,
      });
    }
    sendPicture(exchange, avatar ?? '');
  },
});

/** Its type is one of those that `checkAvatar` allows. */
function sendPicture({ response, request }: Exchange, dataUrl: string): void {
  const [head = '', data = ''] = dataUrl.split(',');
  const bytes = Buffer.from(data, 'base64');
  const type = head.slice('data:'.length, head.indexOf(';'));
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-cache' });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function findAgent({ core }: Exchange, agentId: string) {
  return core.services.config.settings().agents.find((agent) => agent.agentId === agentId);
}
