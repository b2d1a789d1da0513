# The image of a Gatehouse server. Build the server package first:
#
#   npm run package:headless && docker build --tag gatehouse .
#
# Everything that changes is in /data; the rest of the file system can be read-only.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${NODE_IMAGE} AS node

FROM ${BASE_IMAGE} AS unpacked
# The archive is unpacked.
ADD release/gatehouse-*-linux-*-glibc.tar.gz /opt/
RUN mv /opt/gatehouse-* /opt/gatehouse \
  && chown -R root:root /opt/gatehouse && chmod -R go-w /opt/gatehouse

FROM ${BASE_IMAGE}
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=unpacked /opt/gatehouse /opt/gatehouse
RUN echo 'gatehouse:x:10001:10001:Gatehouse:/data:/usr/sbin/nologin' >> /etc/passwd \
  && echo 'gatehouse:x:10001:' >> /etc/group \
  && mkdir -m 0700 /data && chown 10001:10001 /data \
  && ln -s /opt/gatehouse/gatehouse /usr/local/bin/gatehouse
ENV HOME=/data GATEHOUSE_HOME=/data/.gatehouse XDG_CACHE_HOME=/tmp NODE_ENV=production
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 18789
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["gatehouse", "service", "ready", "--timeout", "3"]
ENTRYPOINT ["gatehouse"]
CMD ["start", "--headless", "--no-link"]
