// What Gatehouse itself writes in chats, in English. Markdown. The other languages have the same texts.
import { EXAMPLES } from './examples.ts';

export const ENGLISH = {
  /** Name of the language, for the agent. */
  language: 'English',

  // Linking.
  hello: (agent: string) => `Hello! You are talking to **${agent}**. Write a message, or send /help for the commands.`,
  linked: 'Your account is linked. Write a message, or send /help for the commands.',
  wrongCode:
    'This code is not valid. Codes work once, within ten minutes. Create a new one on the Channels page of Gatehouse.',
  codeMissing: 'Send the code, too: `/link ABCD2345`. You find it on the Channels page of Gatehouse.',
  pairing: (code: string) =>
    `You are not linked to this Gatehouse yet. Its owner can approve your request with the code **${code}**. It is valid for one hour.`,

  // Commands.
  onlyLinked: 'Only linked people can use commands.',
  noPermission: 'You do not have permission to do this.',
  canceled: 'Canceled.',
  nothingToCancel: 'There is nothing to cancel.',
  tryAgain: (problem: string) => `${problem} Try again, or send /cancel.`,
  more: (count: number) => `${count} more.`,
  chatMissing: 'Write the message after the command: `/chat What is new?`',
  newAlready: 'This is a new conversation already.',
  newStarted: 'Started a new conversation.',
  noProjects: 'There are no projects yet. Create one with /create.',
  inUse: 'in use',
  moreProjects: (count: number) => `${count} more. Use one with /use and its name.`,
  ownWorkspace: "This chat works in the agent's own workspace again.",
  noSuchProject: (name: string) => `There is no project "${name}". Send /projects for the list.`,
  usesProject: (name: string) => `This chat works on **${name}** now, in a session of its own.`,
  askProjectName: 'What should the project be called?',
  projectNameInvalid: (limit: number) => `Enter a name of at most ${limit} characters.`,
  projectCreated: (name: string) => `Created **${name}**. This chat works on it now.`,
  projectFailed: (reason: string) => `The project couldn't be created: ${reason}`,
  emptyFolder: 'This folder is empty.',
  noOutputYet: 'There is no output yet.',
  noOutput: '(no output)',
  runMissing: 'Write the command after it: `/run git status`',
  runNoSession: 'Send a message first: the command runs in the workspace of the conversation.',
  runWaits: 'This command requires approval. It runs as soon as someone allows it.',

  // Schedules.
  noSchedules: 'There are no schedules.',
  newSchedule: 'New schedule',
  scheduleOff: 'off',
  scheduleDone: 'done',
  scheduleNext: (time: string) => `next: ${time}`,
  askScheduleTask: 'What should the agent do each time?',
  askScheduleTime: `When? For example ${EXAMPLES}, or a cron expression.`,
  notATime: `That is not a time. Examples: ${EXAMPLES}, or a cron expression.`,
  noSchedulePermission: 'You do not have permission to create schedules.',
  scheduleCreated: (name: string) => `Created the schedule **${name}**. Results are sent to this chat.`,
  scheduleFailed: (reason: string) => `The schedule couldn't be created: ${reason}`,

  // Usage.
  noUsage: 'You have used no tokens in the last 30 days.',
  tokens: 'Tokens',
  cost: 'Cost',
  today: 'Today',
  lastDays: (days: number) => `Last ${days} days`,
  unknownCost: 'unknown',
  atLeast: (amount: string) => `over ${amount}`,

  // Notifications.
  notifyLinkFirst: 'Link your account first: only linked people get notifications.',
  notifyAll: 'Everything',
  notifyApprovals: 'Approvals only',
  notifyNone: 'Nothing',
  notifyState: (what: string, hours: string) =>
    `Notifications: **${what}**. Quiet hours: **${hours}**.\n\nSend \`/notify quiet 22:00-07:00\` to change them.`,
  notifyChanged: (what: string) => `Notifications: **${what}**.`,
  off: 'off',
  hours: (from: string, to: string) => `${from} to ${to}`,
  quietOff: 'Quiet hours are off.',
  quietOn: (from: string, to: string) =>
    `Quiet from ${from} to ${to}. Approvals that expire soon still arrive afterwards.`,

  // Approvals and questions.
  approvalRequired: 'Approval required',
  tool: 'Tool',
  folder: 'Folder',
  why: 'Why',
  risk: 'Risk',
  allowOnce: 'Allow once',
  allowSession: 'Allow in session',
  deny: 'Deny',
  allowedOnce: 'Allowed once',
  allowedSession: 'Allowed in this session',
  allowedAlways: 'Always allowed',
  denied: 'Denied',
  expired: 'Expired',
  answered: 'Answered',
  by: (outcome: string, name: string) => `${outcome} by ${name}`,
  already: (outcome: string) => `Already answered: ${outcome}`,
  mayNotApprove: 'You may not answer approvals.',
  mayNotAnswer: 'You may not answer questions.',
  oldButton: 'This button no longer works.',
  questionOver: 'This question has been answered, or has expired.',
  answeredWith: (answer: string) => `Answered: ${answer}`,
  answerInApp: 'Answer in Gatehouse.',
  moreQuestions: 'There are more questions: answer them in Gatehouse.',

  // Answers of agents.
  waiting: 'Waiting for an answer …',
  working: 'Working on it …',
  interrupted: 'Gatehouse stopped while the agent was working. Send the message again.',
  stopped: 'Stopped.',
  couldNotAnswer: (reason: string) => `The agent couldn't answer: ${reason}`,
  runStopped: 'the run was stopped.',
  rejected: (reason: string) => `The message was rejected: ${reason}`,
  ownKey: 'It contains an API key of this Gatehouse.',
  removed: 'I removed your message from this chat.',
  removeYourself: 'Delete your message from this chat, too.',
  keyRevoked: 'The key was revoked.',
  tooManyPending: (count: number) =>
    `${count} earlier messages are still waiting for an answer. Wait for the answers, then send it again. Messages sent before that may be dropped.`,

  // Results of schedules.
  wasSkipped: (name: string) => `**${name}** was skipped.`,
  failed: (name: string) => `**${name}** failed.`,
  failedTimes: (times: number) => `It is failure number ${times} in a row.`,
  itFailed: 'It failed.',

  /** Descriptions of the commands of chats, by name. */
  commands: {
    start: 'Say hello, and see what you can do.',
    help: 'List the commands.',
    link: 'Link your account with a code from Gatehouse.',
    projects: 'List the projects, and choose one for this chat.',
    create: 'Create a project, and use it in this chat.',
    use: 'Work on a project in this chat.',
    chat: 'Send a message to the agent. In direct chats, just write it.',
    run: 'Run a command in the workspace. The approval policy applies.',
    logs: 'Show the last output of commands.',
    files: 'List the files of the workspace, or get one.',
    schedule: 'List the schedules, or create one.',
    usage: 'Show your tokens and cost: today, the last 30 days, and by model.',
    new: 'Start a new conversation. The current one is kept.',
    notify: 'Choose your notifications and quiet hours.',
    cancel: 'Stop answering the questions of a command.',
  },
};

/** All texts in one language. */
export type ChatTexts = typeof ENGLISH;
