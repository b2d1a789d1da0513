// Web chat: the page for people with a link.

export const webChat = {
  'webChat.placeholder': 'Write a message',
  'webChat.send': 'Send',
  'webChat.attach': 'Attach a file',
  'webChat.empty': 'Write a message to start the conversation.',
  'webChat.visitor': 'You',
  'webChat.typing': 'Writing an answer …',
  'webChat.notice': 'Answers come from an AI and can be wrong. The owner of this page can read the conversation.',
  'webChat.gone': 'This link does not exist, has expired, or was revoked. Ask for a new one.',
  'webChat.offline': 'No connection. Trying again …',
  'webChat.busy': 'Too many messages. Wait a few minutes, then send it again.',
  'webChat.tooLong': 'The message is too long. Shorten it, then send it again.',
  'webChat.fileTooLarge': 'The file is too large. The limit is 2 MB.',
  'webChat.full': 'Too many people use this page at the moment. Try again later.',
  'webChat.notSent': "Your message wasn't sent. Try again.",
  'webChat.deleted': 'Message deleted',
  'webChat.download': 'Download',
  'webChat.remove': 'Remove the file',
  'webChat.messages': 'Messages',
} as const;
