// Push messages to this device.

export const push = {
  'push.title': 'Push messages',
  'push.show': 'Push messages on this device',
  'push.off':
    "Off. When you turn them on, this device is told about pending approvals while Gatehouse is closed. The message travels through the push service of your browser's vendor, encrypted so that only this device can read it. The vendor learns when a message is sent, and the address of your gateway. It says that an approval is pending, never which command.",
  'push.on': 'On, through {service}. They end when you sign out here or revoke this device.',
  'push.unsupported': 'This browser has no push messages for this page. On an iPhone or iPad, install the app first.',
  'push.turnOn': 'Turn on…',
  'push.turnOff': 'Turn off',
  'push.test': 'Send a test message',
  'push.testSent': 'Test message sent',
  'push.failed': "Couldn't change push messages",
  'push.testFailed': "Couldn't send a test message",
  'push.denied': 'Notifications are blocked in the settings of this browser.',
  'push.notStored':
    'No push message can be sent: this device has no subscription. Turn push messages off and on again.',
  'push.deliveries': 'Announced',
  'push.delivery.window': 'shown in the focused app',
  'push.delivery.desktop': 'desktop notification',
  'push.delivery.phone': 'push message',
  'push.delivery.channel': 'chat message',
  'push.delivery.sent': '{time}: {way}',
  'push.delivery.sentTo': '{time}: {way} through {target}',
  'push.delivery.failed': '{time}: {way} failed: {problem}',
  'push.delivery.skipped.focused': '{time}: {way} postponed while you look at the app',
  'push.delivery.skipped.quiet': '{time}: {way} postponed until the end of quiet hours',
  'push.delivery.skipped.nobody': '{time}: {way} not sent, because no device or app could get it',
} as const;
