// Push notifications to this device.

export const push = {
  'push.title': 'Push notifications',
  'push.show': 'Push notifications on this device',
  'push.off':
    "Off. Turn them on to be notified about pending approvals on this device while Gatehouse is closed. Notifications are sent through your browser vendor's push service, encrypted so that only this device can read them. The vendor learns when one is sent, and your gateway's IP address. A notification says that an approval is pending, never which command.",
  'push.on': 'On, through {service}. They stop when you sign out here or revoke access for this device.',
  'push.unsupported':
    "This browser doesn't support push notifications on this page. On an iPhone or iPad, install the app first.",
  'push.turnOn': 'Turn on…',
  'push.turnOff': 'Turn off',
  'push.test': 'Send a test push notification',
  'push.testSent': 'Test notification sent',
  'push.failed': "Couldn't change push notifications",
  'push.testFailed': "Couldn't send a test notification",
  'push.denied': "Notifications are blocked. Allow them for this page in your browser's settings.",
  'push.notStored': 'The gateway has no subscription for this device. Turn push notifications off and on again.',
  'push.deliveries': 'Delivery log',
  'push.delivery.window': 'shown in the focused app',
  'push.delivery.desktop': 'desktop notification',
  'push.delivery.phone': 'push notification',
  'push.delivery.channel': 'chat message',
  'push.delivery.sent': '{time}: {way}',
  'push.delivery.sentTo': '{time}: {way} through {target}',
  'push.delivery.failed': '{time}: {way} failed: {problem}',
  'push.delivery.skipped.focused': '{time}: {way} postponed because you were using the app',
  'push.delivery.skipped.quiet': '{time}: {way} postponed until the end of quiet hours',
  'push.delivery.skipped.nobody': '{time}: {way} not sent because no device or app could receive it',
} as const;
