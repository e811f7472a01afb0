# Sessions: what their tests share, and the campaigns that take longer.

$(patsubst %,$(B)/tests/cmd/%_test,session export kill stats): \
	$(B)/tests/cmd/walking.o
