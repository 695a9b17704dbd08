/** Chromium's switches that keep it silent and Chinese: whatever a browser does for its own sake stays off. Data, so that a test reads it. */

/** Name and value; an empty value for a switch alone. */
export const SILENT_SWITCHES: readonly (readonly [name: string, value: string])[] = [
  // Below the request filter a second wall: no name is ever resolved, and WebRTC has no way out.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  // No search for a proxy (WPAD asks the network for one by name), no names looked up ahead of time.
  ['no-proxy-server', ''],
  ['dns-prefetch-disable', ''],
  ['disable-background-networking', ''],
  ['disable-component-update', ''],
  ['disable-domain-reliability', ''],
  ['disable-sync', ''],
  ['disable-default-apps', ''],
  ['disable-client-side-phishing-detection', ''],
  ['disable-breakpad', ''],
  ['no-pings', ''],
  ['no-first-run', ''],
  ['no-default-browser-check', ''],
  ['no-service-autorun', ''],
  ['metrics-recording-only', ''],
  [
    'disable-features',
    [
      'AsyncDns',
      'AutoDeElevate',
      'AutofillServerCommunication',
      'CertificateTransparencyComponentUpdater',
      'DialMediaRouteProvider',
      'DnsOverHttps',
      'GlobalMediaControls',
      'InterestFeedContentSuggestions',
      'MediaRouter',
      'NetworkTimeServiceQuerying',
      'OptimizationGuideModelDownloading',
      'OptimizationHints',
      'Translate',
    ].join(','),
  ],
  // Menus of text fields, dates and numbers in Chinese, whatever language the system has.
  ['lang', 'zh-CN'],
];
