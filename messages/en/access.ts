// Requests for access: devices, nodes, and sensitive calls that a person confirms.

export const access = {
  'access.approve': 'Approve',
  'access.deny': 'Deny',
  'access.later': 'Decide later',
  'access.more': '{count, number} more',
  'access.answerFailed': "Couldn't send your answer",
  'access.code': 'Verification code <code>{code}</code>. Check that the device shows the same one.',
  'access.from': 'from {address}',

  'access.device.title': 'New device requesting access',
  'access.device.titleMore': 'Known device requesting more permissions',
  'access.device.unnamed': 'Unnamed device',
  'access.device.scopes': 'Requested: {scopes}.',
  'access.device.node': 'Requested: run commands for agents as a node.',
  'access.device.allowed': 'Access granted to {name}',
  'access.device.denied': 'Access denied for {name}',

  'access.node.title': 'Node requests capabilities',
  'access.node.commands': 'Agents could use: {commands}.',
  'access.node.noCommands': "It doesn't offer any commands.",
  'access.node.allowed': '{name} approved as a node',

  'access.proof.title': 'Confirm this action',
  'access.proof.actor': 'by {actor}',
  'access.proof.hint': 'Approve only if you just started it.',
  'access.proof.allowed': 'Confirmed once',
  'access.proof.denied': 'Denied',

  'access.scope.admin': 'full access, including settings and files',
  'access.scope.read': 'read sessions and settings',
  'access.scope.write': 'send messages and change sessions',
  'access.scope.approvals': 'answer approvals',
  'access.scope.questions': 'answer questions',
  'access.scope.pairing': 'manage devices',
  'access.scope.talk': 'use voice',
  'access.scope.talkSecrets': 'read voice service keys',
  'access.scope.none': 'no permissions',
} as const;
