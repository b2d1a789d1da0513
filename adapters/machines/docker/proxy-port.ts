// Where programs in a container reach the proxy of this computer.

/** The port on the container's loopback address. */
export const PROXY_PORT = 3128;
