/** Whether what is secret may go there: encrypted, or without leaving this machine. */
export function isSecureOrLoopback({ protocol, hostname }: URL): boolean {
  const loopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return protocol === "https:" || (protocol === "http:" && loopback);
}
