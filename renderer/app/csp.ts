/** The nonce that lets antd's style sheets pass the Content-Security-Policy; the protocol handler writes it into the page. */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  // Browsers hide a nonce attribute from `getAttribute`, so both places are read by property.
  return meta === null ? undefined : meta.nonce || meta.content || undefined;
}
