FROM scratch
COPY tiny /tiny
USER 20001
ENTRYPOINT ["/tiny"]
