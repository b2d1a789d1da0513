// Where we differ from the recordings on purpose, and why. An entry that says nothing true any more fails the test.

/** One reason, and everything that follows from it. */
export interface Deviation {
  readonly why: string;
  /** Labels that are never heard from us. */
  readonly never?: readonly string[];
  /** Labels that are heard on a slow machine only; then they must have their shape. */
  readonly sometimes?: readonly string[];
  /** Differences, as `label: path` (`*` at the end of the label: any that begins so). */
  readonly differs?: readonly string[];
}

/** All of them. What belongs to a method or event that we do not declare needs no entry: it is absent from the greeting. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    why: 'It takes longer than a test may: 15 s without a connect, 30 s for a tick.',
    never: ['close closes/no connect within 15 s'],
    sometimes: ['event tick'],
  },
  {
    why: 'Unknown fields of a connect are ignored, so that newer clients connect.',
    never: ['refused connect-errors/extra-connect-field', 'close connect-errors/extra-connect-field'],
  },
  {
    why: 'Optional stages of a run, which clients show as a word: we have fewer of them.',
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
    why: 'Health is read when somebody wants it; it is not sent around.',
    never: ['event health'],
  },
  {
    why: 'Sessions are told to have changed with the reasons that change what a list shows; clients refetch on any.',
    never: ['compact', 'end', 'message', 'model', 'participants', 'start'].map(
      (reason) => `event sessions.changed ${reason}`,
    ),
  },
  {
    why: 'These pages and routes belong to the other product: canvas, its own UI, embeddings, its tools.',
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
    why: 'A device that asks for more than its token covers may ask a person at once, as one without a token may.',
    differs: each(
      'refused pairing/phone-4',
      'code details.code details.authReason details.canRetryWithDeviceToken details.recommendedNextStep',
    ),
  },
  {
    why: 'We say what is wrong with the params, or that the approval is not there, without further advice.',
    differs: [
      ...each('error request-errors chat.send 1', 'details.code details.method'),
      'error request-errors exec.approval.resolve 1: details.remediation',
    ],
  },
  {
    why: 'Optional facts about a run that clients read when they are there.',
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
    why: 'A tool that is invoked without a model ends its run without a last message.',
    differs: ['event chat final: message'],
  },
  {
    why: 'No model snapshot is sent after the greeting; clients then ask for the list.',
    differs: ['event connect.challenge: capabilities'],
  },
  {
    why: 'Optional in the greeting and in presence.',
    differs: [
      'hello *: auth.method',
      'hello operator: snapshot.presence[].text',
      'event presence: presence[].text',
      'result system-presence: [].text',
    ],
  },
  {
    why: 'Bindings of a command to a plan, a channel or an automation are the other product’s; fields that do not apply are absent.',
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
    why: 'Where a row stands in the files of the other product; our rows are found by id and number.',
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
    why: 'A program need not name a session, and an approval that ran out has no decision.',
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
    why: 'An empty session has no row to tell of, and nothing to summarise.',
    differs: ['result chat.history: sessionInfo', 'result sessions.compact: result'],
  },
  {
    why: 'Optional settings of models and people that we do not have.',
    differs: [
      ...each('result chat.metadata', 'swarmEnabled accountSelection'),
      'result chat.history: defaults.modelSelectionTarget',
      'result sessions.list: defaults.modelSelectionTarget',
      'result sessions.subscribe: list.defaults.modelSelectionTarget',
    ],
  },
  {
    why: 'Optional facts about automations and tasks; an event of a job that is gone has no job.',
    differs: [
      'event cron: job',
      ...each('event task', 'task.execution task.hasTranscript'),
      ...each('result cron.list', 'deliveryPreviews jobs[].effectiveAgentId'),
      'result cron.status: triggersEnabled',
    ],
  },
  {
    why: 'How the other product composes its configuration file; ours has `origins` instead.',
    differs: [
      ...each('result config.get', 'includedPaths includeProvenance agentRosterIncludeOwned bindingsIncludeOwned'),
      ...each('result config.get', 'sourceConfig runtimeConfig configRevisionHash'),
      'result config.patch: sentinel',
    ],
  },
  {
    why: 'Diagnostics of the other product’s own parts: plugins, workers, caches.',
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
