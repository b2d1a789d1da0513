// Intentional differences from the recordings, with reasons. An entry that no longer applies fails the test.

/** A reason and the differences it explains. */
export interface Deviation {
  readonly why: string;
  /** Labels that Gatehouse never sends. */
  readonly never?: readonly string[];
  /** Labels that only occur on a slow machine. They must then have the recorded shape. */
  readonly sometimes?: readonly string[];
  /** Differences, as `label: path`. A label can end with `*`. */
  readonly differs?: readonly string[];
}

/** All differences. Methods and events that Gatehouse doesn't declare need no entry: they aren't in `hello-ok`. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    why: 'Takes too long for a test: 15 s without a connect, 30 s until a tick.',
    never: ['close closes/no connect within 15 s'],
    sometimes: ['event tick'],
  },
  {
    why: 'A page from another origin gets no socket: it is rejected with 403 at the upgrade.',
    never: ['bad-origin', 'cli-with-bad-origin'].flatMap((section) => [
      `refused connect-errors/${section}`,
      `close connect-errors/${section}`,
    ]),
  },
  {
    why: 'The startup probe needs no credential, so it does not reveal the version.',
    differs: ['http probe /startup: body.version', 'http probe /startupz: body.version'],
  },
  {
    why: 'Unknown fields of `connect` are ignored, so that newer clients can connect.',
    never: ['refused connect-errors/extra-connect-field', 'close connect-errors/extra-connect-field'],
  },
  {
    why: 'Optional stages of a run, which clients show as a status. Gatehouse has fewer of them.',
    never: [
      'event agent item end preamble',
      'event agent item update preamble',
      'event agent item update tool',
      'event agent lifecycle fallback_step',
      'event agent run_status preparing_context',
      'event agent run_status preparing_workspace',
    ],
  },
  {
    why: 'Sent once a minute, and when agents, heartbeats, or problems change, but not after each turn.',
    never: ['event health'],
  },
  {
    why: '`sessions.changed` has only the reasons that affect lists. Clients reload on any reason.',
    never: ['compact', 'end', 'message', 'model', 'participants', 'start'].map(
      (reason) => `event sessions.changed ${reason}`,
    ),
  },
  {
    why: 'Pages and routes of OpenClaw that Gatehouse lacks: canvas, its own UI, embeddings, its tools.',
    never: ['a2ui', 'canvas', 'embeddings', 'kill', 'probe /live', 'probe /metrics', 'spa', 'tools-invoke-list'].map(
      (name) => `http ${name}`,
    ),
    differs: [
      ...each(
        'http tools-invoke',
        tails('body.result.details', 'ok sessionKey agentId changedModel stateVersion statusText'),
      ),
      'http cui-config: body.serverBuildId',
    ],
  },
  {
    why: 'Every error below `/v1` has the form of OpenAI, which its SDKs expect.',
    differs: ['http chat-get: type'],
  },
  {
    why: 'A device that requests more scopes than its token covers creates a pairing request, like a device without a token.',
    differs: each(
      'refused pairing/phone-4',
      'code details.code details.authReason details.canRetryWithDeviceToken details.recommendedNextStep',
    ),
  },
  {
    why: 'Errors say which parameters are invalid or that the approval does not exist, without further advice.',
    differs: [
      ...each('error request-errors chat.send 1', 'details.code details.method'),
      'error request-errors exec.approval.resolve 1: details.remediation',
    ],
  },
  {
    why: 'Optional facts about a run, which clients only use if present.',
    differs: [
      ...each('event agent lifecycle *', 'sessionId data.executionSettled'),
      ...each('event agent item *', 'data.meta data.commandBearing'),
      ...each('event agent tool result', 'data.meta data.commandBearing'),
      ...each(
        'event agent tool result',
        tails('data.result.details', 'status exitSignal exitReason aggregated noOutputTimedOut'),
      ),
      ...each(
        'result agent',
        tails('result.meta', 'agentMeta systemPromptReport finalPromptText finalAssistantVisibleText'),
      ),
      ...each(
        'result agent',
        tails('result.meta', 'finalAssistantRawText replayInvalid livenessState executionTrace requestShaping'),
      ),
      'result agent: result.sourceReplyDeliveryState',
      ...each('result agent.wait', 'terminalReceipt terminalReply'),
      'result chat.history: inFlightRun.events',
    ],
  },
  {
    why: 'A tool call without a model ends its run without a final message.',
    differs: ['event chat final: message'],
  },
  {
    why: 'No model snapshot is sent after `hello-ok`; clients request the list instead.',
    differs: ['event connect.challenge: capabilities'],
  },
  {
    why: 'Optional in `hello-ok` and in presence.',
    differs: [
      'hello *: auth.method',
      'hello operator: snapshot.presence[].text',
      'event presence: presence[].text',
      'result system-presence: [].text',
    ],
  },
  {
    why: 'Gatehouse does not bind commands to a plan, channel, or automation. Fields that do not apply are absent.',
    differs: ['event exec.approval.*', 'result exec.approval.list'].flatMap((label) =>
      each(
        label,
        tails(
          label.startsWith('event') ? 'request' : '[].request',
          'systemRunBinding scope commandAnalysis sessionId cronExecutionSource cronOperationBinding',
        ),
      ),
    ),
  },
  {
    why: 'Position of a row in OpenClaw’s files. Gatehouse finds rows by ID and number.',
    differs: [
      ...each(
        'event session.message',
        'message<user>.__openclaw.transport message<user>.__openclaw.transcriptPosition',
      ),
      'event session.message: message<assistant>.__openclaw.transcriptPosition',
      'result chat.history: messages[]<user>.__openclaw.transport',
      ...['user', 'assistant', 'toolResult'].map(
        (role) => `result chat.history: messages[]<${role}>.__openclaw.transcriptPosition`,
      ),
      'result sessions.get: messages[]<user>.__openclaw.transport',
      ...['user', 'assistant'].map((role) => `result sessions.get: messages[]<${role}>.__openclaw.transcriptPosition`),
      ...['items', 'messages'].flatMap((list) => [
        `http history: body.${list}[]<user>.__openclaw.transcriptPosition`,
        ...each(
          'http history',
          tails(`body.${list}[]<assistant>`, '__openclaw.transcriptPosition responseId responseModel'),
        ),
      ]),
    ],
  },
  {
    why: 'The session of a program’s request is optional, and an expired approval has no decision.',
    differs: ['result exec.approval.list: [].request.sessionKey', 'result approval.history: items[].decision'],
  },
  {
    why: 'Optional in the OpenAI format.',
    differs: [
      'http responses: body.output[]<assistant>.phase',
      'http responses-stream: body[]<response.output_item.done>.item.phase',
      'http responses-stream: body[]<response.completed>.response.output[]<assistant>.phase',
    ],
  },
  {
    why: 'An empty session has no row and nothing to summarize.',
    differs: ['result chat.history: sessionInfo', 'result sessions.compact: result'],
  },
  {
    why: 'Optional settings of models and users that Gatehouse lacks.',
    differs: [
      ...each('result chat.metadata', 'swarmEnabled accountSelection'),
      'result chat.history: defaults.modelSelectionTarget',
      'result sessions.list: defaults.modelSelectionTarget',
      'result sessions.subscribe: list.defaults.modelSelectionTarget',
    ],
  },
  {
    why: 'Optional facts about automations and tasks. An event of a deleted job has no job.',
    differs: [
      'event cron: job',
      ...each('event task', 'task.execution task.hasTranscript'),
      ...each('result cron.list', 'deliveryPreviews jobs[].effectiveAgentId'),
      'result cron.status: triggersEnabled',
    ],
  },
  {
    why: 'How OpenClaw composes its configuration file. Gatehouse has `origins` instead.',
    differs: [
      ...each('result config.get', 'includedPaths includeProvenance agentRosterIncludeOwned bindingsIncludeOwned'),
      ...each('result config.get', 'sourceConfig runtimeConfig configRevisionHash'),
      'result config.patch: sentinel',
    ],
  },
  {
    why: 'Diagnostics of OpenClaw’s own parts: plugins, workers, caches.',
    differs: [
      ...each('result health', 'plugins modelRuntime'),
      ...each('result status', 'hostDesktop heartbeat.agents[].waitingForRoute degradedSecretOwners degradedPlugins'),
      ...each(
        'result status',
        'sessions.recent[].kind sessions.recent[].sessionId modelRuntime workerPools shutdownBudget',
      ),
      ...each('result system.info', 'processMemory disks'),
      'result usage.cost: cacheStatus',
      'result channels.status: statusIssues',
      ...each(
        'result diagnostics.stability',
        tails('summary.memory.latest', 'externalBytes arrayBuffersBytes workerCount'),
      ),
      ...each(
        'result diagnostics.stability',
        tails('summary.memory.latest', 'workerHeapSampledCount workerHeapTotalBytes'),
      ),
      ...each('result diagnostics.stability', tails('summary.memory.latest', 'workerHeapUsedBytes workerHeaps')),
      ...each(
        'result diagnostics.stability',
        'summary.memory.maxHeapUsedBytes summary.memory.pressureCount summary.payloadLarge',
      ),
    ],
  },
];

function tails(head: string, names: string): string {
  return names.replaceAll(/\S+/g, (name) => `${head}.${name}`);
}

function each(label: string, paths: string): readonly string[] {
  return paths.split(/\s+/).map((path) => `${label}: ${path}`);
}
